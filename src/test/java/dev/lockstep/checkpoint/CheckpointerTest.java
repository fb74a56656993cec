package dev.lockstep.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CheckpointerTest {
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Owner ADA = new Owner("ada-1", "ada");

  private final FaultyControlStore store = new FaultyControlStore(new InMemoryControlStore());
  private final AtomicReference<Optional<Checkpoint>> ledger =
      new AtomicReference<>(Optional.empty());
  private final List<Problem> lost = new CopyOnWriteArrayList<>();
  private @Nullable Checkpointer checkpointer;

  @BeforeEach
  void acquire() {
    store.acquire("shop", ADA, Optional.empty(), Instant.EPOCH);
  }

  @AfterEach
  void close() {
    if (checkpointer != null) {
      checkpointer.close();
    }
  }

  @Test
  void the_ledger_s_checkpoint_becomes_durable() {
    Checkpointer running = start(OFTEN, c -> {});
    assertThat(running.durable()).isEmpty();

    ledger.set(checkpoint(1));
    await().until(() -> running.durable().equals(position(1)));
    ledger.set(checkpoint(2));
    await().until(() -> running.durable().equals(position(2)));

    assertThat(stored()).isEqualTo(checkpoint(2));
  }

  @Test
  void the_resumed_position_is_durable_from_the_start() {
    Checkpointer resumed =
        new Checkpointer(store, "shop", 1, checkpoint(7), ledger::get, c -> {}, NEVER, lost::add);

    assertThat(resumed.durable()).isEqualTo(position(7));
    assertThat(resumed.checkpoint()).isEqualTo(checkpoint(7));
  }

  @Test
  void the_last_checkpoint_is_stored_at_the_stop_without_waiting_for_the_interval()
      throws Exception {
    Checkpointer running = start(NEVER, c -> {});
    ledger.set(checkpoint(3));

    assertThat(running.stop(LIMIT)).isTrue();

    assertThat(stored()).isEqualTo(checkpoint(3));
    assertThat(running.durable()).isEqualTo(position(3));
  }

  @Test
  void a_failed_save_is_repeated_and_shown_until_it_succeeds() {
    Checkpointer running = start(OFTEN, c -> {});
    store.unreachable(true);
    ledger.set(checkpoint(1));
    await().until(() -> running.fault().isPresent());
    assertThat(running.fault().map(Problem::code)).contains("TARGET-UNREACHABLE");
    assertThat(running.durable()).isEmpty();

    ledger.set(checkpoint(2));
    store.unreachable(false);

    await().until(() -> running.durable().equals(position(2)));
    await().until(() -> running.fault().isEmpty());
    assertThat(lost).isEmpty();
  }

  @Test
  void a_stop_tries_until_its_limit_and_says_that_it_failed() throws Exception {
    Checkpointer running = start(OFTEN, c -> {});
    store.unreachable(true);
    ledger.set(checkpoint(1));

    assertThat(running.stop(Duration.ofMillis(50))).isFalse();
    store.unreachable(false);
    assertThat(stored()).isEmpty();
  }

  @Test
  void a_stop_outlasts_a_short_failure() throws Exception {
    Checkpointer running = start(OFTEN, c -> {});
    store.unreachable(true);
    ledger.set(checkpoint(1));
    await().until(() -> running.fault().isPresent());
    Thread repair =
        new Thread(
            () -> {
              await().until(() -> running.fault().isPresent());
              store.unreachable(false);
            });
    repair.start();

    assertThat(running.stop(LIMIT)).isTrue();
    repair.join();
    assertThat(stored()).isEqualTo(checkpoint(1));
  }

  @Test
  void a_slow_save_keeps_nobody_waiting_and_nothing_counts_as_durable_before_it_ended() {
    CountDownLatch gate = new CountDownLatch(1);
    store.holdAt(gate);
    CountDownLatch begun = new CountDownLatch(1);
    Checkpointer running = start(OFTEN, c -> begun.countDown());
    ledger.set(checkpoint(1));
    await().until(() -> begun.getCount() == 0);

    assertThat(running.durable()).isEmpty();
    gate.countDown();
    await().until(() -> running.durable().equals(position(1)));
  }

  @Test
  void what_must_not_be_behind_is_made_durable_first_and_stops_the_save_when_it_fails() {
    CountDownLatch refusals = new CountDownLatch(3);
    Checkpointer running =
        start(
            OFTEN,
            c -> {
              refusals.countDown();
              if (refusals.getCount() > 0) {
                throw new IllegalStateException("the disk is full");
              }
            });
    ledger.set(checkpoint(1));
    await().until(() -> running.fault().isPresent() || running.durable().isPresent());

    await().until(() -> running.durable().equals(position(1)));
    assertThat(refusals.getCount()).isZero();
  }

  @Test
  void another_generation_ends_it_once_and_nothing_is_stored() throws Exception {
    Checkpointer running = start(OFTEN, c -> {});
    store.acquire("shop", new Owner("bob-2", "bob"), store.read("shop"), Instant.EPOCH);

    ledger.set(checkpoint(1));

    await().until(() -> !lost.isEmpty());
    assertThat(running.stop(LIMIT)).isFalse();
    assertThat(lost).hasSize(1).first().extracting(Problem::code).isEqualTo("LEASE-LOST");
    assertThat(stored()).isEmpty();
  }

  @Test
  void what_follows_a_save_is_done_only_when_the_checkpoint_is_stored() {
    List<Optional<Checkpoint>> storedBefore = new CopyOnWriteArrayList<>();
    List<Optional<Checkpoint>> storedAfter = new CopyOnWriteArrayList<>();
    start(
        OFTEN,
        new CheckpointSteps() {
          @Override
          public void beforeSave(Checkpoint checkpoint) {
            storedBefore.add(stored());
          }

          @Override
          public void afterSave(Checkpoint checkpoint) {
            storedAfter.add(stored());
          }
        });
    ledger.set(checkpoint(1));

    await().until(() -> !storedAfter.isEmpty());
    assertThat(storedBefore).containsExactly(Optional.empty());
    assertThat(storedAfter).containsExactly(checkpoint(1));
  }

  private Checkpointer start(Duration interval, CheckpointSteps steps) {
    Checkpointer started =
        new Checkpointer(
            store, "shop", 1, Optional.empty(), ledger::get, steps, interval, lost::add);
    checkpointer = started;
    started.start();
    return started;
  }

  private Optional<Checkpoint> stored() {
    return Optional.ofNullable(store.read("shop").orElseThrow().checkpoint());
  }

  private static Optional<SourcePosition> position(int number) {
    return Optional.of(new SourcePosition("p" + number));
  }

  private static Optional<Checkpoint> checkpoint(int number) {
    return Optional.of(
        new Checkpoint(new SourcePosition("p" + number), new Version(0, number, 1), number));
  }
}
