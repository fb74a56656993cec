package dev.lockstep.apply;

import static dev.lockstep.apply.Writes.delete;
import static dev.lockstep.apply.Writes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.apply.ApplyOptions.Limits;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The applier with its thread, in front of stores that answer at once, from threads, or not. */
@Timeout(60)
class ApplierTest {
  private final InMemoryItemStore items = new InMemoryItemStore(Writes.TABLE);
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final List<Applier> appliers = new ArrayList<>();

  @AfterEach
  void stop() {
    appliers.forEach(Applier::close);
    threads.shutdownNow();
  }

  @Test
  void items_are_in_the_store_when_it_is_drained() throws InterruptedException {
    Applier applier = start(items, ApplyOptions.defaults());
    Counter counter = new Counter();
    applier.submit(List.of(put("a", 1, "x", "1"), put("b", 1)), counter);
    applier.submit(List.of(put("a", 2, "x", "2"), delete("b", 2)), counter);
    applier.submit(List.of(), counter);
    applier.drain();
    assertThat(items.contents()).containsOnlyKeys(Writes.key("a"));
    assertThat(items.contents().get(Writes.key("a"))).isEqualTo(Writes.attributes("x", "2"));
    assertThat(counter.acknowledged).hasValue(3);
    assertThat(applier.state().quiet()).isTrue();
  }

  @Test
  void a_full_applier_blocks_the_submitter_until_there_is_room() throws InterruptedException {
    HeldStore store = new HeldStore();
    Applier applier = start(store, ApplyOptions.defaults().with(new Limits(2, 4, 1 << 20, 9, 9)));
    Thread submitter = submitter(applier, 50);
    await().until(() -> submitter.getState() == Thread.State.WAITING);
    assertThat(applier.state().writes()).isEqualTo(4);
    assertThat(store.attempts).hasValueLessThanOrEqualTo(2);
    store.release();
    submitter.join();
    applier.drain();
    assertThat(items.contents()).hasSize(50);
  }

  @Test
  void an_interrupted_submitter_gives_up() throws InterruptedException {
    Applier applier =
        start(new HeldStore(), ApplyOptions.defaults().with(new Limits(1, 1, 1 << 20, 9, 9)));
    applier.submit(List.of(put("a", 1)), nobody());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> applier.submit(List.of(put("b", 1)), nobody()))
        .isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(applier::drain).isInstanceOf(InterruptedException.class);
  }

  @Test
  void a_failure_is_told_and_releases_everybody_who_waits() throws InterruptedException {
    Applier applier = start(items, ApplyOptions.defaults().with(new Limits(1, 2, 1 << 20, 9, 9)));
    ItemWrite nowhere =
        new ItemWrite.Delete(
            new ItemKey("nowhere", Writes.key("a").partition(), null), Writes.version(1), 1);
    applier.submit(List.of(nowhere), nobody());
    assertThat(applier.failure().join().code()).isEqualTo("TABLE-MISSING");
    assertThatThrownBy(applier::drain)
        .isInstanceOfSatisfying(
            LockstepException.class,
            e -> assertThat(e.problem().code()).isEqualTo("TABLE-MISSING"));
    assertThatThrownBy(() -> applier.submit(List.of(put("a", 1)), nobody()))
        .isInstanceOf(LockstepException.class);
  }

  @Test
  void a_failure_wakes_a_submitter_that_waits_for_room() throws InterruptedException {
    HeldStore store = new HeldStore();
    Applier applier = start(store, ApplyOptions.defaults().with(new Limits(1, 1, 1 << 20, 9, 9)));
    Thread submitter = submitter(applier, 5);
    await().until(() -> submitter.getState() == Thread.State.WAITING);
    store.outcome =
        new WriteOutcome.Unusable(ApplyProblems.broken(new IllegalStateException("expected")));
    store.release();
    submitter.join();
    assertThat(applier.state().failure()).isPresent();
    assertThat(items.contents()).isEmpty();
  }

  @Test
  void a_store_or_listener_that_throws_is_a_failure_and_not_a_hang() {
    List<ItemStore> broken =
        List.of(
            new AsyncStore(write -> CompletableFuture.failedFuture(new Error("expected"))),
            new AsyncStore(
                write -> {
                  throw new IllegalStateException("expected");
                }));
    for (ItemStore store : broken) {
      Applier applier = start(store, ApplyOptions.defaults());
      assertThatThrownBy(
              () -> {
                applier.submit(List.of(put("a", 1)), nobody());
                applier.drain();
              })
          .isInstanceOf(LockstepException.class);
      assertThat(applier.failure().join().code()).isEqualTo("APPLIER-BROKEN");
    }
  }

  @Test
  void an_error_on_the_applier_s_own_thread_is_a_failure_and_not_its_silent_end() {
    BrittleTicker ticker = new BrittleTicker();
    AsyncStore store =
        new AsyncStore(
            write -> {
              ticker.breakOnce();
              return new CompletableFuture<>();
            });
    Applier applier = start(store, ApplyListener.none(), ticker);
    assertThatThrownBy(
            () -> {
              applier.submit(List.of(put("a", 1)), nobody());
              applier.drain();
            })
        .isInstanceOf(LockstepException.class);
    assertThat(applier.failure().join().code()).isEqualTo("APPLIER-BROKEN");
  }

  @Test
  void an_error_on_a_thread_of_the_store_is_a_failure_and_not_lost() throws InterruptedException {
    BrittleTicker ticker = new BrittleTicker();
    HeldStore store = new HeldStore();
    Applier applier = start(store, breakingAfterAttempt(ticker), ticker);
    applier.submit(List.of(put("a", 1)), nobody());
    await().until(() -> store.attempts.get() == 1 && applier.state().inFlight() == 1);
    store.release();
    assertThat(applier.failure())
        .succeedsWithin(Duration.ofSeconds(10))
        .returns("APPLIER-BROKEN", Problem::code);
    assertThatThrownBy(applier::drain).isInstanceOf(LockstepException.class);
  }

  private static ApplyListener breakingAfterAttempt(BrittleTicker ticker) {
    return new ApplyListener() {
      @Override
      public void attempted(ItemWrite write, WriteOutcome outcome, long nanos) {
        ticker.breakOnce();
      }
    };
  }

  private Applier start(ItemStore store, ApplyListener listener, Ticker ticker) {
    Applier applier =
        Applier.start(
            store,
            ApplyOptions.defaults(),
            listener,
            BadRows.halt(),
            ticker,
            new SplittableRandom(1));
    appliers.add(applier);
    return applier;
  }

  @Test
  void a_bad_row_can_be_set_aside() throws InterruptedException {
    List<Problem> aside = new ArrayList<>();
    BadRows badRows =
        (write, problem) -> {
          aside.add(problem);
          return CompletableFuture.completedFuture(true);
        };
    Applier applier = Applier.start(items, ApplyOptions.defaults(), ApplyListener.none(), badRows);
    appliers.add(applier);
    Counter counter = new Counter();
    applier.submit(List.of(put("", 1), put("b", 1)), counter);
    applier.drain();
    assertThat(aside).extracting(Problem::code).containsExactly("KEY-EMPTY");
    assertThat(counter.acknowledged).hasValue(1);
    assertThat(items.contents()).containsOnlyKeys(Writes.key("b"));
  }

  @Test
  void a_paused_applier_sends_when_it_is_resumed() throws InterruptedException {
    Applier applier = start(items, ApplyOptions.defaults());
    applier.pause();
    applier.submit(List.of(put("a", 1)), nobody());
    assertThat(applier.state().paused()).isTrue();
    assertThat(items.contents()).isEmpty();
    applier.resume();
    applier.drain();
    assertThat(items.contents()).hasSize(1);
  }

  @Test
  void tombstones_are_buried_by_the_applier_itself() throws InterruptedException {
    Duration horizon = Duration.ofMillis(200);
    ApplyOptions options =
        ApplyOptions.defaults()
            .withLateWriteHorizon(horizon)
            .with(new Replay(Writes.version(9), horizon));
    Applier applier = start(items, options);
    applier.submit(List.of(put("a", 1)), nobody());
    applier.submit(List.of(delete("a", 2)), nobody());
    applier.drainAndSettle();
    assertThat(items.contents()).isEmpty();
    assertThat(items.tombstones()).isZero();
  }

  @Test
  void a_load_goes_in_and_ends() throws InterruptedException {
    Applier applier = start(items, ApplyOptions.defaults());
    applier.beginLoad(true);
    for (int i = 0; i < 1_000; i++) {
      applier.submit(List.of(put("k" + i, 1)), nobody());
    }
    applier.endLoad();
    assertThat(items.contents()).hasSize(1_000);
  }

  @Test
  void limits_and_budget_can_be_changed_while_it_runs() throws InterruptedException {
    Applier applier = start(items, ApplyOptions.defaults().withWriteUnitsPerSecond(0.001));
    applier.submit(List.of(put("a", 1), put("b", 1), put("c", 1)), nobody());
    applier.setWriteUnitsPerSecond(0);
    applier.setMaxInFlight(1);
    applier.drain();
    assertThat(applier.state().writeUnitsPerSecond()).isZero();
    assertThat(applier.state().window()).isEqualTo(1);
  }

  @Test
  void a_closed_applier_takes_and_acknowledges_nothing() throws InterruptedException {
    HeldStore store = new HeldStore();
    Applier applier = start(store, ApplyOptions.defaults());
    Counter counter = new Counter();
    applier.submit(List.of(put("a", 1)), counter);
    await().until(() -> store.attempts.get() == 1);
    applier.close();
    store.release();
    assertThat(counter.acknowledged).hasValue(0);
    assertThatThrownBy(() -> applier.submit(List.of(), counter))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(applier::drain).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void many_threads_of_a_moody_store_end_with_what_the_last_write_of_each_key_says()
      throws InterruptedException {
    int transactions = 20_000;
    MoodyStore store = new MoodyStore();
    ApplyOptions options =
        ApplyOptions.defaults()
            .with(new Limits(16, 200, 1 << 20, 50_000, 100))
            .withLateWriteHorizon(Duration.ofMillis(50))
            .with(
                new ApplyOptions.Retry(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ZERO));
    Applier applier = start(store, options);
    Counter counter = new Counter();
    InMemoryItemStore expected = new InMemoryItemStore(Writes.TABLE);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 1; i <= transactions; i++) {
      String key = "k" + random.nextInt(100);
      ItemWrite write = random.nextInt(4) == 0 ? delete(key, i) : put(key, i, "x", "v" + i);
      expected.attempt(write);
      applier.submit(List.of(write), counter);
    }
    applier.drainAndSettle();
    assertThat(items.contents()).isEqualTo(expected.contents());
    assertThat(items.tombstones()).isZero();
    assertThat(counter.acknowledged).hasValue(transactions);
    assertThat(counter.settled).hasValue(transactions);
    assertThat(store.mostInFlight.get()).isLessThanOrEqualTo(16);
  }

  private Applier start(ItemStore store, ApplyOptions options) {
    Applier applier = Applier.start(store, options, ApplyListener.none(), BadRows.halt());
    appliers.add(applier);
    return applier;
  }

  private Thread submitter(Applier applier, int writes) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < writes; i++) {
                  applier.submit(List.of(put("k" + i, 1)), nobody());
                }
              } catch (InterruptedException | LockstepException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  static Acknowledgement nobody() {
    return new Counter();
  }

  private static final class Counter implements Acknowledgement {
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger settled = new AtomicInteger();

    @Override
    public void acknowledged() {
      acknowledged.incrementAndGet();
    }

    @Override
    public void settled() {
      settled.incrementAndGet();
    }
  }

  /** Throws once when it was told to: an error from within the applier's own work. */
  private static final class BrittleTicker implements Ticker {
    private final AtomicBoolean breaks = new AtomicBoolean();

    void breakOnce() {
      breaks.set(true);
    }

    @Override
    public long nanos() {
      if (breaks.getAndSet(false)) {
        throw new AssertionError("expected");
      }
      return System.nanoTime();
    }
  }

  /** Holds all requests back until it is released. */
  private final class HeldStore extends AsyncStore {
    private final AtomicInteger attempts = new AtomicInteger();
    private final CompletableFuture<Boolean> released = new CompletableFuture<>();
    private volatile WriteOutcome outcome = new WriteOutcome.Applied(0);

    @Override
    public CompletableFuture<WriteOutcome> write(ItemWrite write) {
      attempts.incrementAndGet();
      return released.thenApplyAsync(
          yes -> outcome instanceof WriteOutcome.Applied ? items.attempt(write) : outcome, threads);
    }

    void release() {
      released.complete(true);
    }
  }

  /** Answers from several threads, now and then not at once, and not always well. */
  private final class MoodyStore extends AsyncStore {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private final SplittableRandom seeds = new SplittableRandom(3);

    @Override
    public CompletableFuture<WriteOutcome> write(ItemWrite write) {
      mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      int mood = mood();
      if (mood < 10) {
        return CompletableFuture.completedFuture(answer(write, mood));
      }
      return mood < 14
          ? CompletableFuture.supplyAsync(
              () -> answer(write, mood),
              CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, threads))
          : CompletableFuture.supplyAsync(() -> answer(write, mood), threads);
    }

    private int mood() {
      synchronized (seeds) {
        return seeds.nextInt(100);
      }
    }

    private WriteOutcome answer(ItemWrite write, int mood) {
      inFlight.decrementAndGet();
      if (mood == 90) {
        return new WriteOutcome.Throttled(WriteOutcome.Scope.KEY_RANGE, Writes.TABLE, "hot");
      }
      if (mood == 91) {
        return new WriteOutcome.InDoubt("never carried out");
      }
      WriteOutcome outcome = items.attempt(write);
      return mood == 92 ? new WriteOutcome.InDoubt("carried out") : outcome;
    }
  }
}
