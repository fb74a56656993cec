package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings item writes to their store: in order for each key, as fast as the store takes them, within
 * bounds, and not before it is known what became of them. Thread-safe, but {@link #submit} is
 * called from one thread at a time, in the order of the transactions.
 *
 * <p>Once it has failed or was closed, nothing is sent or acknowledged any more; the checkpoint
 * stands and a new applier begins there.
 */
public final class Applier implements AutoCloseable {
  private final Dispatcher dispatcher;
  private final Thread thread;
  private final List<KeyWatch> watches = new CopyOnWriteArrayList<>();
  private volatile @Nullable WrittenKeys memory;

  /** One that nobody lets work yet. */
  Applier(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
    this.thread = new Thread(this::run, "lockstep-applier");
    thread.setDaemon(true);
  }

  /** Starts an applier on the machine's clock. The store stays the caller's to close. */
  public static Applier start(
      ItemStore store, ApplyOptions options, ApplyListener listener, BadRows badRows) {
    return start(store, options, listener, badRows, Ticker.system(), RandomGenerator.getDefault());
  }

  /**
   * Starts an applier.
   *
   * @param ticker tells the time; must run as fast as the machine's own, since threads wait by that
   * @param random spreads the retries
   */
  public static Applier start(
      ItemStore store,
      ApplyOptions options,
      ApplyListener listener,
      BadRows badRows,
      Ticker ticker,
      RandomGenerator random) {
    Applier applier =
        new Applier(new Dispatcher(store, options, listener, badRows, ticker, random));
    applier.thread.start();
    return applier;
  }

  private void run() {
    try {
      while (dispatcher.awaitWork()) {
        dispatcher.pump();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      dispatcher.broken(e);
    }
  }

  /**
   * Takes the writes of a transaction, or of several as one. Blocks while the applier is full; the
   * writes go in one by one as there is room.
   *
   * @param writes each key at most once; may be empty
   * @throws InterruptedException when interrupted while waiting for room: some of the writes may
   *     have been taken, and the submission is never acknowledged
   * @throws dev.lockstep.problem.LockstepException if the applier has failed
   * @throws IllegalStateException if the applier is closed
   */
  public void submit(List<ItemWrite> writes, Acknowledgement acknowledgement)
      throws InterruptedException {
    watches.forEach(watch -> watch.given(writes));
    WrittenKeys remembering = memory;
    if (remembering != null) {
      remembering.given(writes);
    }
    Submission submission = dispatcher.begin(writes, acknowledgement);
    int next = dispatcher.offer(writes, 0, submission);
    while (next < writes.size()) {
      dispatcher.awaitRoom(writes.get(next));
      next = dispatcher.offer(writes, next, submission);
    }
  }

  /** Notes from now on, until it is closed, which of some keys are written; cheap while none is. */
  public KeyWatch watch(Collection<ItemKey> keys) {
    KeyWatch watch = new KeyWatch(watches, keys);
    watches.add(watch);
    return watch;
  }

  /** Tells it from now on of all writes. */
  public void rememberIn(WrittenKeys keys) {
    memory = keys;
  }

  /** Everything is about to be compared: what is not written yet belongs to what follows. */
  public void mark(WrittenKeys keys) {
    dispatcher.change(engine -> keys.mark(engine.keys()));
  }

  /**
   * Waits until every write is acknowledged, and its acknowledgement delivered. While sending is
   * paused that may take until it is resumed.
   *
   * @throws dev.lockstep.problem.LockstepException if the applier has failed
   */
  public void drain() throws InterruptedException {
    dispatcher.awaitIdle(false);
  }

  /**
   * Like {@link #drain}, and waits until the tombstones are buried, which takes up to the
   * late-write horizon.
   */
  public void drainAndSettle() throws InterruptedException {
    dispatcher.awaitIdle(true);
  }

  /**
   * Begins a load. Sending waits until no request of the run before can arrive any more: a load
   * that broke off may have left some that would overwrite this one's items.
   *
   * @param inBatches whether puts go in unconditional batches: only for a target that nobody else
   *     writes to
   */
  public void beginLoad(boolean inBatches) {
    dispatcher.change(engine -> engine.gate().beginLoad(inBatches));
  }

  /**
   * Ends the load: waits until every write is acknowledged and until no batch of unknown outcome
   * can arrive any more, since it would overwrite newer data. Nothing but the load's own puts may
   * be submitted before that.
   */
  public void endLoad() throws InterruptedException {
    drain();
    dispatcher.awaitNoLateBatches();
    dispatcher.change(engine -> engine.gate().endLoad());
  }

  /**
   * Holds a key back, so that its item can be repaired: waits until nothing of it is on its way or
   * may arrive late, which takes up to the late-write horizon after a request of unknown outcome.
   * While the applier is paused, a key with writes waiting cannot be held.
   *
   * @return empty if the limit passed first
   * @throws IllegalStateException if the key is held already
   */
  public Optional<KeyHold> hold(ItemKey key, Duration limit) throws InterruptedException {
    KeyHold hold = dispatcher.hold(key);
    boolean granted = false;
    try {
      hold.granted().get(limit.toNanos(), TimeUnit.NANOSECONDS);
      granted = true;
      return Optional.of(hold);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } finally {
      if (!granted) {
        hold.release(false);
      }
    }
  }

  /** Stops sending until {@link #resume}; requests in flight are not recalled. */
  public void pause() {
    dispatcher.change(engine -> engine.gate().setPaused(true));
  }

  /** Sends again. */
  public void resume() {
    dispatcher.change(engine -> engine.gate().setPaused(false));
  }

  /** Changes how many requests may be in flight; at least 1. */
  public void setMaxInFlight(int requests) {
    dispatcher.change(engine -> engine.gate().setMaxInFlight(Math.max(1, requests)));
  }

  /** Changes the budget, in write units a second over all tables and indexes; 0 is unlimited. */
  public void setWriteUnitsPerSecond(double units) {
    long now = dispatcher.now();
    dispatcher.change(engine -> engine.gate().setWriteUnitsPerSecond(Math.max(0, units), now));
  }

  /**
   * Where the applier stands. Looks at every key that it holds: meant for each second, not each
   * write.
   */
  public ApplyState state() {
    return dispatcher.state();
  }

  /**
   * Completes when the applier stops for a problem: an unusable store, a bad row, a broken rule.
   */
  public CompletableFuture<Problem> failure() {
    return dispatcher.failure();
  }

  /**
   * Stops sending, without waiting for requests in flight. A clean stop drains first, saves the
   * checkpoint, and asks {@link #state} whether all was {@link ApplyState#quiet} before it closes.
   */
  @Override
  public void close() {
    dispatcher.close();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
