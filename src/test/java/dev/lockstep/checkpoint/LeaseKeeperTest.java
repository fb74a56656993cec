package dev.lockstep.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LeaseKeeperTest {
  private static final Duration LEASE = Duration.ofMillis(600);
  private static final Owner ADA = new Owner("ada-1", "ada, process 1");
  private static final Owner BOB = new Owner("bob-2", "bob, process 2");

  private final FaultyControlStore store = new FaultyControlStore(new InMemoryControlStore());
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<LeaseKeeper> keepers = new ArrayList<>();

  @AfterEach
  void close() {
    keepers.forEach(LeaseKeeper::close);
  }

  @Test
  void a_free_lease_is_had_at_once_and_was_taken_from_nobody() throws Exception {
    LeaseKeeper ada = keeper(ADA);

    Lease lease = ada.acquire(Patience.REFUSE);

    assertThat(lease.record().generation()).isEqualTo(1);
    assertThat(lease.takenFrom()).isEmpty();
    assertThat(ada.mayWrite()).isTrue();
    assertThat(ada.generation()).isEqualTo(1);
    assertThat(heard).isEmpty();
  }

  @Test
  void a_held_lease_is_refused_with_the_name_of_its_holder() throws Exception {
    keeper(ADA).acquire(Patience.REFUSE);

    assertThatThrownBy(() -> keeper(BOB).acquire(Patience.REFUSE))
        .isInstanceOfSatisfying(
            LockstepException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("LEASE-HELD");
              assertThat(e.problem().what()).contains("ada, process 1");
            });
  }

  @Test
  void a_daemon_that_lives_is_told_from_one_that_crashed() throws Exception {
    keeper(ADA).acquire(Patience.REFUSE);

    assertThatThrownBy(() -> keeper(BOB).acquire(Patience.UNLESS_ALIVE))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("LEASE-HELD");
    assertThat(heard).containsExactly("bob-2 waits for ada-1");
  }

  @Test
  void a_lease_left_by_a_crash_is_taken_over_after_the_lease_time() throws Exception {
    store.acquire("shop", ADA, store.read("shop"), Instant.EPOCH);
    long begun = System.nanoTime();

    Lease lease = keeper(BOB).acquire(Patience.UNLESS_ALIVE);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(LEASE);
    assertThat(lease.takenFrom()).contains(ADA);
    assertThat(lease.record().generation()).isEqualTo(2);
  }

  @Test
  void a_released_lease_is_had_at_once_by_who_stands_by() throws Exception {
    LeaseKeeper ada = keeper(ADA);
    ada.acquire(Patience.REFUSE);
    LeaseKeeper bob = keeper(BOB);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<Lease> waiting = threads.submit(() -> bob.acquire(Patience.STAND_BY));
    await().until(() -> heard.contains("bob-2 waits for ada-1"));

    assertThat(ada.release()).isTrue();

    assertThat(waiting.get(10, TimeUnit.SECONDS).takenFrom()).isEmpty();
    assertThat(ada.mayWrite()).isFalse();
    threads.shutdownNow();
  }

  @Test
  void an_owner_keeps_renewing() throws Exception {
    LeaseKeeper ada = keeper(ADA);
    ada.acquire(Patience.REFUSE);

    await().until(() -> record().counter() > 3);
    assertThat(ada.mayWrite()).isTrue();
    assertThat(heard).isEmpty();
  }

  @Test
  void an_owner_cut_off_from_the_control_table_stops_writing_and_resumes_when_nobody_came()
      throws Exception {
    LeaseKeeper ada = keeper(ADA);
    ada.acquire(Patience.REFUSE);

    store.unreachable(true);
    await().until(() -> !ada.mayWrite());
    await().until(() -> heard.contains("ada-1 suspended"));

    store.unreachable(false);
    await().until(ada::mayWrite);
    await()
        .untilAsserted(() -> assertThat(heard).containsExactly("ada-1 suspended", "ada-1 resumed"));
  }

  @Test
  void an_owner_that_was_replaced_hears_of_it_once_and_may_not_write() throws Exception {
    LeaseKeeper ada = keeper(ADA);
    ada.acquire(Patience.REFUSE);

    await().until(() -> store.acquire("shop", BOB, store.read("shop"), Instant.EPOCH).isPresent());

    await().until(() -> heard.contains("ada-1 lost LEASE-LOST"));
    assertThat(ada.mayWrite()).isFalse();
    assertThat(ada.release()).isFalse();
    assertThat(record().owner()).isEqualTo(BOB);
  }

  @Test
  void a_wall_clock_that_is_set_neither_ends_nor_prolongs_a_lease() throws Exception {
    LeaseKeeper ada = keeper(ADA, jumping(Duration.ofDays(-400)));
    ada.acquire(Patience.REFUSE);
    LeaseKeeper bob = keeper(BOB, jumping(Duration.ofDays(400)));
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<Lease> waiting = threads.submit(() -> bob.acquire(Patience.STAND_BY));
    await().until(() -> heard.contains("bob-2 waits for ada-1"));

    long renewed = record().counter() + 6;
    await().until(() -> record().counter() > renewed);
    assertThat(ada.mayWrite()).isTrue();
    assertThat(waiting).isNotDone();

    ada.close();
    assertThat(waiting.get(10, TimeUnit.SECONDS).takenFrom()).contains(ADA);
    threads.shutdownNow();
  }

  /** A clock that is set again each time that it is asked. */
  private static InstantSource jumping(Duration by) {
    AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
    return () -> time.updateAndGet(now -> now.plus(by));
  }

  @Test
  void a_closed_keeper_does_not_release_so_that_its_last_writes_have_time_to_end()
      throws Exception {
    LeaseKeeper ada = keeper(ADA);
    ada.acquire(Patience.REFUSE);

    ada.close();

    assertThat(ada.mayWrite()).isFalse();
    assertThat(record().owner()).isEqualTo(ADA);
  }

  @Test
  void an_unreachable_control_table_ends_an_acquisition_with_its_own_problem() {
    store.unreachable(true);

    assertThatThrownBy(() -> keeper(ADA).acquire(Patience.UNLESS_ALIVE))
        .hasMessageContaining("TARGET-UNREACHABLE");
  }

  @Test
  void who_stands_by_outlasts_an_unreachable_control_table() throws Exception {
    store.unreachable(true);
    LeaseKeeper ada = keeper(ADA);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<Lease> waiting = threads.submit(() -> ada.acquire(Patience.STAND_BY));

    store.unreachable(false);

    assertThat(waiting.get(10, TimeUnit.SECONDS).record().owner()).isEqualTo(ADA);
    threads.shutdownNow();
  }

  @Test
  void closing_ends_the_wait_for_a_lease() throws Exception {
    keeper(ADA).acquire(Patience.REFUSE);
    LeaseKeeper bob = keeper(BOB);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<Lease> waiting = threads.submit(() -> bob.acquire(Patience.STAND_BY));
    await().until(() -> heard.contains("bob-2 waits for ada-1"));

    bob.close();

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    threads.shutdownNow();
  }

  private PipelineRecord record() {
    return store.read("shop").orElseThrow();
  }

  private LeaseKeeper keeper(Owner owner) {
    return keeper(owner, InstantSource.system());
  }

  private LeaseKeeper keeper(Owner owner, InstantSource wallClock) {
    LeaseKeeper keeper =
        new LeaseKeeper(
            store, "shop", owner, LEASE, new Ear(owner.id()), System::nanoTime, wallClock);
    keepers.add(keeper);
    return keeper;
  }

  private final class Ear implements LeaseListener {
    private final String name;

    private Ear(String name) {
      this.name = name;
    }

    @Override
    public void waiting(Owner holder, Duration atMost) {
      heard.add(name + " waits for " + holder.id());
    }

    @Override
    public void suspended() {
      heard.add(name + " suspended");
    }

    @Override
    public void resumed() {
      heard.add(name + " resumed");
    }

    @Override
    public void lost(Problem problem) {
      heard.add(name + " lost " + problem.code());
    }
  }
}
