package dev.lockstep.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.checkpoint.LeaseCore.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lease time is 12 seconds: renewed every 4, polled every 2, retried every second. */
final class LeaseCoreTest {
  private static final Owner ADA = new Owner("ada", "ada");
  private static final Owner BOB = new Owner("bob", "bob");

  private final LeaseCore ada = new LeaseCore(ADA, Duration.ofSeconds(12));

  @Test
  void a_contender_reads_first_and_acquires_what_nobody_has() {
    assertThat(ada.next(at(0))).isEqualTo(new Step.Read());
    ada.read(Optional.empty(), at(0));

    assertThat(ada.next(at(0))).isEqualTo(new Step.Acquire(Optional.empty()));
    assertThat(ada.mayWrite(at(0))).isFalse();
  }

  @Test
  void a_released_lease_is_acquired_at_once() {
    PipelineRecord released = new PipelineRecord(3, 7, null, 0, null, null, Map.of());
    ada.read(Optional.of(released), at(0));

    assertThat(ada.next(at(0))).isEqualTo(new Step.Acquire(Optional.of(released)));
  }

  @Test
  void a_foreign_lease_is_acquired_only_when_seen_unchanged_for_the_whole_lease_time() {
    ada.read(held(BOB, 3, 7), at(0));
    assertThat(ada.next(at(0))).isEqualTo(new Step.Wait(at(2)));
    assertThat(ada.next(at(2))).isEqualTo(new Step.Read());

    ada.read(held(BOB, 3, 7), at(11));
    assertThat(ada.next(at(11))).isEqualTo(new Step.Wait(at(1)));
    assertThat(ada.next(at(12))).isEqualTo(new Step.Acquire(held(BOB, 3, 7)));
    assertThat(ada.holder()).contains(BOB);
    assertThat(ada.holderIsAlive()).isFalse();
  }

  @Test
  void a_renewal_by_the_owner_starts_the_wait_anew() {
    ada.read(held(BOB, 3, 7), at(0));
    ada.read(held(BOB, 3, 8), at(11));

    assertThat(ada.next(at(13))).isEqualTo(new Step.Read());
    ada.read(held(BOB, 3, 8), at(22));
    assertThat(ada.next(at(22))).isEqualTo(new Step.Wait(at(1)));
    assertThat(ada.holderIsAlive()).isTrue();
  }

  @Test
  void a_reading_from_before_a_long_sleep_still_makes_the_acquisition_conditional_on_it() {
    ada.read(held(BOB, 3, 7), at(0));

    assertThat(ada.next(at(1_000))).isEqualTo(new Step.Acquire(held(BOB, 3, 7)));
    ada.acquired(Optional.empty());

    assertThat(ada.next(at(1_000))).isEqualTo(new Step.Read());
    assertThat(ada.mayWrite(at(1_000))).isFalse();
  }

  @Test
  void an_owner_may_write_for_nine_tenths_of_the_lease_time_from_when_it_asked() {
    acquire(100);

    assertThat(ada.generation()).contains(1L);
    assertThat(ada.mayWrite(at(100))).isTrue();
    assertThat(ada.mayWrite(at(110.7))).isTrue();
    assertThat(ada.mayWrite(at(110.8))).isFalse();
  }

  @Test
  void an_owner_renews_every_third_of_the_lease_time() {
    acquire(0);

    assertThat(ada.next(at(1))).isEqualTo(new Step.Wait(at(3)));
    renew(true, 4);
    assertThat(ada.next(at(4))).isEqualTo(new Step.Wait(at(4)));
    assertThat(ada.mayWrite(at(14))).isTrue();
  }

  @Test
  void a_renewal_without_an_answer_is_tried_again_soon_and_gives_no_time() {
    acquire(0);
    ada.failed(at(5));

    assertThat(ada.next(at(5))).isEqualTo(new Step.Wait(at(1)));
    assertThat(ada.next(at(6))).isEqualTo(new Step.Renew(1));
    assertThat(ada.mayWrite(at(10.7))).isTrue();
    assertThat(ada.mayWrite(at(10.8))).isFalse();
  }

  @Test
  void an_owner_that_could_not_renew_in_time_may_write_again_once_it_could() {
    acquire(0);
    assertThat(ada.mayWrite(at(40))).isFalse();
    assertThat(ada.isLost()).isFalse();

    renew(true, 40);

    assertThat(ada.mayWrite(at(41))).isTrue();
  }

  @Test
  void a_renewal_answered_too_late_gives_no_right_to_write() {
    acquire(0);
    renew(true, 4);

    assertThat(ada.mayWrite(at(15))).isFalse();
    assertThat(ada.next(at(15))).isEqualTo(new Step.Renew(1));
  }

  @Test
  void an_owner_whose_generation_is_gone_has_lost_for_good() {
    acquire(0);
    renew(false, 4);

    assertThat(ada.isLost()).isTrue();
    assertThat(ada.mayWrite(at(4))).isFalse();
    assertThat(ada.next(at(4))).isEqualTo(new Step.End());
    ada.renewed(true);
    assertThat(ada.mayWrite(at(5))).isFalse();
  }

  @Test
  void an_owner_that_gives_up_stops_writing_at_once_and_has_not_lost() {
    acquire(0);
    ada.end();

    assertThat(ada.mayWrite(at(0))).isFalse();
    assertThat(ada.next(at(0))).isEqualTo(new Step.End());
    assertThat(ada.isLost()).isFalse();
  }

  @Test
  void an_own_lease_found_after_a_lost_answer_counts_from_the_next_renewal() {
    ada.read(Optional.empty(), at(0));
    ada.next(at(0));
    ada.failed(at(1));
    ada.read(held(ADA, 1, 0), at(2));

    assertThat(ada.mayWrite(at(2))).isFalse();
    renew(true, 2);
    assertThat(ada.mayWrite(at(3))).isTrue();
  }

  @Test
  void a_change_of_owner_while_waiting_proves_that_somebody_lives() {
    ada.read(held(BOB, 3, 7), at(0));
    ada.read(held(new Owner("eve", "eve"), 4, 0), at(2));

    assertThat(ada.holderIsAlive()).isTrue();
    assertThat(ada.holder().map(Owner::id)).contains("eve");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 5_000_000_000L, Long.MIN_VALUE, -6_000_000_000L})
  void a_clock_may_start_anywhere_and_overflow(long origin) {
    ada.read(held(BOB, 3, 7), origin);
    assertThat(ada.next(origin + at(11))).isEqualTo(new Step.Read());
    ada.read(held(BOB, 3, 7), origin + at(11));
    assertThat(ada.next(origin + at(12))).isInstanceOf(Step.Acquire.class);

    ada.acquired(held(ADA, 4, 0));
    assertThat(ada.mayWrite(origin + at(22))).isTrue();
    assertThat(ada.mayWrite(origin + at(23))).isFalse();
  }

  @Test
  void an_acquisition_repeated_after_a_lost_answer_counts_from_its_first_sending() {
    ada.read(Optional.empty(), at(0));
    ada.next(at(0));
    ada.failed(at(5));
    assertThat(ada.next(at(6))).isEqualTo(new Step.Acquire(Optional.empty()));

    ada.acquired(held(ADA, 1, 0));

    assertThat(ada.mayWrite(at(10))).isTrue();
    assertThat(ada.mayWrite(at(11))).isFalse();
  }

  private void acquire(double seconds) {
    ada.read(Optional.empty(), at(seconds));
    ada.next(at(seconds));
    ada.acquired(held(ADA, 1, 0));
  }

  private void renew(boolean stands, double seconds) {
    assertThat(ada.next(at(seconds))).isEqualTo(new Step.Renew(1));
    ada.renewed(stands);
  }

  private static Optional<PipelineRecord> held(Owner owner, long generation, long counter) {
    return Optional.of(new PipelineRecord(generation, counter, owner, 0, null, null, Map.of()));
  }

  private static long at(double seconds) {
    return (long) (seconds * 1e9);
  }
}
