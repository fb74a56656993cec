package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Lets many threads share one {@link Engine}: decide under the lock, act outside of it.
 *
 * <p><b>One lock.</b> The engine is a plain single-threaded state machine. Each visit to it (some
 * writes offered, an outcome, an alarm) takes a microsecond or less, while one request costs the
 * SDK a hundred, so one lock around the whole engine is never what limits the throughput, and a
 * finer one would have to be taken in halves: the window, the budget and the bounds belong to all
 * keys. Under the lock nobody calls out: no store, no listener, no acknowledgement.
 *
 * <p><b>Whoever brings something carries on.</b> There is no thread per key and no hand-over. The
 * thread on which the store completes a request brings the outcome in, asks the engine what may be
 * sent next and sends it itself, so that under load the store's own threads keep the window full
 * and marshal in parallel. What submissions bring is sent by the applier's one thread, which also
 * waits for the alarms (rests, burials, budget): the submitting thread has rows to map.
 *
 * <p><b>No recursion.</b> A store may complete a request before it returns. Such an outcome is
 * brought in by the loop in {@link #pump} and not by a callback, so the stack does not grow with
 * the number of requests.
 *
 * <p><b>Order.</b> What concerns one key is ordered by the engine: the next request of a key is
 * decided only after the outcome of the one before. What concerns the ledger is ordered by the
 * {@link Outbox}: acknowledgements are put there under the lock and delivered outside of it, one at
 * a time and in the order of the decisions; a failure stands behind all acknowledgements that were
 * decided before, and none follows it.
 *
 * <p><b>Bounds.</b> The submitting thread waits here for room. It is woken when an eighth is free,
 * not for each single write. Nothing else queues: requests in flight are bounded by the window, the
 * outbox by the writes that are not acknowledged.
 */
final class Dispatcher {
  /** Requests decided, and writes offered, in one visit: others get their turn in between. */
  private static final int ROUND = 64;

  private final Courier courier;
  private final Ticker ticker;
  private final long origin;
  private final Engine engine;
  private final Outbox outbox;
  private final CompletableFuture<Problem> failure = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomy = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final Condition work = lock.newCondition();
  private boolean woken;
  private long sleepingUntil = Long.MIN_VALUE;
  private boolean closed;

  Dispatcher(
      ItemStore store,
      ApplyOptions options,
      ApplyListener listener,
      BadRows badRows,
      Ticker ticker,
      RandomGenerator random) {
    this.courier = new Courier(store, listener, badRows, this);
    this.ticker = ticker;
    this.origin = ticker.nanos();
    this.outbox = new Outbox(this::broken);
    this.engine = new Engine(options, listener, random, outbox, failure::complete);
  }

  Submission begin(List<ItemWrite> writes, Acknowledgement acknowledgement) {
    lock.lock();
    try {
      requireOpen();
      return engine.begin(writes, acknowledgement);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Offers writes from an index on.
   *
   * @return the index of the first one for which there was no room or no time
   */
  int offer(List<ItemWrite> writes, int from, Submission submission) {
    lock.lock();
    try {
      requireOpen();
      int next = from;
      int end = Math.min(writes.size(), from + ROUND);
      while (next < end && engine.offer(writes.get(next), submission)) {
        next++;
      }
      return next;
    } finally {
      wake();
      lock.unlock();
    }
  }

  /** Waits until something has become of what fills the applier. */
  void awaitRoom(ItemWrite write) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      requireOpen();
      while (!engine.hasRoomFor(write)) {
        roomy.await();
        requireOpen();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends what may be sent and delivers what is to be delivered. */
  void pump() {
    List<Request> round = decide();
    while (!round.isEmpty()) {
      round.forEach(courier::carryOut);
      outbox.deliver();
      round = decide();
    }
    outbox.deliver();
  }

  private List<Request> decide() {
    List<Request> round = new ArrayList<>();
    lock.lock();
    try {
      long now = now();
      engine.advance(now);
      Optional<Request> next = poll(now);
      while (next.isPresent()) {
        round.add(next.get());
        next = round.size() < ROUND ? poll(now) : Optional.empty();
      }
      tell();
    } finally {
      lock.unlock();
    }
    return round;
  }

  private Optional<Request> poll(long now) {
    return closed ? Optional.empty() : engine.poll(now);
  }

  /** Brings in what became of something. */
  void bring(Consumer<Engine> outcome) {
    lock.lock();
    try {
      if (!closed) {
        outcome.accept(engine);
        tell();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes who waits for what may have come to be; with nobody waiting it costs nothing. */
  private void tell() {
    if (engine.isRoomy() || engine.hasFailed()) {
      roomy.signalAll();
    }
    if (engine.isIdle() || engine.hasFailed()) {
      idle.signalAll();
    }
    if (engine.nextAlarm() < sleepingUntil) {
      work.signal();
    }
  }

  private void wake() {
    woken = true;
    work.signal();
  }

  /**
   * Waits until there may be something to send.
   *
   * @return false once the applier is closed
   */
  boolean awaitWork() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long rest = engine.nextAlarm() - now();
      while (!closed && !woken && rest > 0) {
        sleepingUntil = engine.nextAlarm();
        work.awaitNanos(rest);
        sleepingUntil = Long.MIN_VALUE;
        rest = engine.nextAlarm() - now();
      }
      woken = false;
      return !closed;
    } finally {
      sleepingUntil = Long.MIN_VALUE;
      lock.unlock();
    }
  }

  /**
   * Waits until all writes are acknowledged and the acknowledgements delivered.
   *
   * @param settled whether to wait for the last burial as well
   */
  void awaitIdle(boolean settled) throws InterruptedException {
    CountDownLatch delivered = new CountDownLatch(1);
    lock.lockInterruptibly();
    try {
      requireOpen();
      while (!(settled ? engine.isSettled() : engine.isIdle())) {
        idle.await();
        requireOpen();
      }
      outbox.add(delivered::countDown);
    } finally {
      lock.unlock();
    }
    outbox.deliver();
    delivered.await();
  }

  /** Waits until no unconditional batch can arrive any more. */
  void awaitNoLateBatches() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      requireOpen();
      long rest = engine.lateBatchesEnd() - now();
      while (rest > 0) {
        idle.awaitNanos(rest);
        requireOpen();
        rest = engine.lateBatchesEnd() - now();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Changes something, and lets the sending thread look again. */
  void change(Consumer<Engine> change) {
    lock.lock();
    try {
      requireOpen();
      change.accept(engine);
    } finally {
      wake();
      lock.unlock();
    }
  }

  /** Wants a key to be held. */
  KeyHold hold(ItemKey key) {
    KeyHold hold = new KeyHold(key, this::releaseHold);
    change(changed -> changed.hold(hold, now()));
    return hold;
  }

  /** Ends a hold; after a failure or the end of the applier there is nothing to end. */
  private void releaseHold(KeyHold hold, boolean inDoubt) {
    bring(ended -> ended.release(hold, inDoubt, now()));
    lock.lock();
    try {
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** When there may be something to send by time alone, on the ticker. */
  long nextAlarm() {
    lock.lock();
    try {
      long next = engine.nextAlarm();
      return next == Long.MAX_VALUE ? next : origin + next;
    } finally {
      lock.unlock();
    }
  }

  ApplyState state() {
    lock.lock();
    try {
      return engine.state(now());
    } finally {
      lock.unlock();
    }
  }

  CompletableFuture<Problem> failure() {
    return failure.copy();
  }

  /** Stops for good: nothing is sent or acknowledged after that. */
  void close() {
    lock.lock();
    try {
      closed = true;
      roomy.signalAll();
      idle.signalAll();
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Somebody broke a rule: nothing can be relied on any more. */
  void broken(Throwable cause) {
    bring(broken -> broken.fail(ApplyProblems.broken(cause)));
    outbox.deliver();
  }

  private void requireOpen() {
    engine
        .failure()
        .ifPresent(
            problem -> {
              throw new LockstepException(problem);
            });
    if (closed) {
      throw new IllegalStateException("the applier is closed");
    }
  }

  long now() {
    return ticker.nanos() - origin;
  }
}
