package dev.lockstep.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private final Ledger ledger = new Ledger(Optional.empty());

  @Test
  void nothing_registered_means_no_checkpoint_no_lag_and_nothing_outstanding() {
    assertThat(ledger.checkpoint()).isEmpty();
    assertThat(ledger.acknowledgedUpTo()).isEmpty();
    assertThat(ledger.drainedPast(version(1))).isFalse();
    assertThat(ledger.lagSeconds(Instant.now())).isZero();
    assertThat(ledger.outstanding()).isEqualTo(new Ledger.Outstanding(0, 0, 0, 0));
  }

  @Test
  void the_checkpoint_waits_for_everything_before_it() {
    Ledger.Entry first = register(1);
    Ledger.Entry second = register(2);

    ledger.settled(second);
    assertThat(ledger.checkpoint()).isEmpty();

    ledger.settled(first);
    assertThat(ledger.checkpoint()).contains(checkpoint(2));
  }

  @Test
  void the_checkpoint_waits_for_tombstones_but_draining_does_not() {
    Ledger.Entry entry = register(1);

    ledger.acknowledged(entry);

    assertThat(ledger.checkpoint()).isEmpty();
    assertThat(ledger.drainedPast(version(1))).isTrue();
    assertThat(ledger.outstanding()).isEqualTo(new Ledger.Outstanding(0, 1, 0, 0));
  }

  @Test
  void a_part_of_a_transaction_is_no_checkpoint_before_its_last_part_is_settled() {
    assertThat(ledger.endsWithCheckpoint()).isTrue();
    Ledger.Entry part = entry(ledger.register(transaction(version(1, 100), null, 100)));
    Ledger.Entry last = entry(ledger.register(transaction(version(1, 150), "1", 50)));

    ledger.settled(part);
    assertThat(ledger.checkpoint()).isEmpty();
    assertThat(ledger.acknowledgedUpTo()).contains(version(1, 100));
    assertThat(ledger.endsWithCheckpoint()).as("a part is written").isFalse();

    ledger.settled(last);
    assertThat(ledger.endsWithCheckpoint()).isTrue();
    assertThat(ledger.checkpoint().map(Checkpoint::version)).contains(version(1, 150));
  }

  @Test
  void slices_of_a_snapshot_share_a_version_and_only_the_last_one_is_a_checkpoint() {
    List<Ledger.Entry> slices = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      slices.add(entry(ledger.register(slice(Transaction.Kind.SNAPSHOT, null))));
    }
    slices.add(entry(ledger.register(slice(Transaction.Kind.SNAPSHOT_END, "done"))));
    Collections.reverse(slices);

    slices.subList(0, 3).forEach(ledger::settled);
    assertThat(ledger.checkpoint()).isEmpty();

    ledger.settled(slices.get(3));
    assertThat(ledger.checkpoint().map(Checkpoint::position)).contains(new SourcePosition("done"));
  }

  @Test
  void lag_is_the_age_of_the_oldest_unacknowledged_commit() {
    Ledger.Entry first = register(1);
    Ledger.Entry second = register(2);
    Instant now = Instant.ofEpochSecond(10);

    assertThat(ledger.lagSeconds(now)).isEqualTo(9.0);
    ledger.acknowledged(second);
    assertThat(ledger.lagSeconds(now)).isEqualTo(9.0);
    ledger.acknowledged(first);
    assertThat(ledger.lagSeconds(now)).isZero();
  }

  @Test
  void lag_is_zero_when_the_source_s_clock_is_ahead() {
    register(100);

    assertThat(ledger.lagSeconds(Instant.ofEpochSecond(10))).isZero();
  }

  @Test
  void a_pipeline_is_not_drained_past_what_it_has_not_seen() {
    ledger.settled(register(5));

    assertThat(ledger.drainedPast(version(5))).isTrue();
    assertThat(ledger.drainedPast(version(6))).isFalse();
  }

  @Test
  void a_transaction_without_changes_moves_the_checkpoint_when_its_turn_comes() {
    Ledger.Entry first = register(1);
    Ledger.Entry heartbeat = entry(ledger.register(transaction(version(7, 0), "7", 0)));
    ledger.settled(heartbeat);
    assertThat(ledger.checkpoint()).isEmpty();

    ledger.settled(first);

    assertThat(ledger.checkpoint().map(Checkpoint::version)).contains(version(7, 0));
  }

  @Test
  void changes_and_bytes_are_outstanding_until_acknowledged() {
    Ledger.Entry first = entry(ledger.register(transaction(version(1), "1", 3)));
    entry(ledger.register(transaction(version(2), "2", 4)));
    assertThat(ledger.outstanding()).isEqualTo(new Ledger.Outstanding(2, 2, 7, 700));

    ledger.acknowledged(first);
    ledger.acknowledged(first);
    assertThat(ledger.outstanding()).isEqualTo(new Ledger.Outstanding(1, 2, 4, 400));

    ledger.settled(first);
    ledger.settled(first);
    assertThat(ledger.outstanding()).isEqualTo(new Ledger.Outstanding(1, 1, 4, 400));
  }

  @Test
  void a_resumed_ledger_starts_at_its_checkpoint_and_drops_what_that_covers() {
    Ledger resumed = new Ledger(Optional.of(checkpoint(5)));

    assertThat(resumed.checkpoint()).contains(checkpoint(5));
    assertThat(resumed.drainedPast(version(5))).isTrue();
    assertThat(resumed.register(transaction(version(5), "5", 1))).isEmpty();
    assertThat(resumed.register(transaction(version(6), "6", 1))).isPresent();
  }

  @Test
  void what_was_settled_before_the_source_restarted_is_dropped() {
    ledger.settled(register(1));
    ledger.settled(register(2));

    assertThat(ledger.register(transaction(version(1), "1", 1))).isEmpty();
    assertThat(ledger.register(transaction(version(2), "2", 1))).isEmpty();
    assertThat(ledger.outstanding().unsettled()).isZero();
  }

  @Test
  void the_first_delivery_of_a_repeated_transaction_is_no_checkpoint_any_more() {
    Ledger.Entry blocked = register(1);
    Ledger.Entry put = register(2);
    Ledger.Entry delete = register(3);
    ledger.settled(delete);
    Ledger.Entry blockedAgain = register(1);
    Ledger.Entry putAgain = register(2);

    ledger.settled(blocked);
    ledger.settled(put);
    assertThat(ledger.checkpoint()).isEmpty();
    assertThat(ledger.drainedPast(version(2))).isFalse();

    ledger.settled(blockedAgain);
    assertThat(ledger.checkpoint()).contains(checkpoint(1));

    ledger.settled(putAgain);
    assertThat(ledger.checkpoint()).contains(checkpoint(2));
    ledger.settled(register(3));
    assertThat(ledger.checkpoint()).contains(checkpoint(3));
  }

  @Test
  void what_was_drained_is_not_drained_while_it_is_repeated() {
    ledger.settled(register(1));
    ledger.acknowledged(register(2));
    ledger.acknowledged(register(3));
    assertThat(ledger.drainedPast(version(3))).isTrue();

    Ledger.Entry again = register(2);
    assertThat(ledger.drainedPast(version(2))).isFalse();
    assertThat(ledger.drainedPast(version(1))).isTrue();

    ledger.acknowledged(again);
    assertThat(ledger.drainedPast(version(2))).isTrue();
    assertThat(ledger.drainedPast(version(3))).isFalse();
  }

  @Test
  void a_heartbeat_before_a_repeat_is_not_taken_for_one() {
    ledger.acknowledged(register(2));
    entry(ledger.register(transaction(version(1), "1", 0)));

    assertThat(ledger.drainedPast(version(2))).isTrue();
  }

  @Test
  void a_new_snapshot_s_rows_follow_those_of_the_one_that_broke_off() {
    Ledger.Entry broken = entry(ledger.register(slice(Transaction.Kind.SNAPSHOT, null)));
    Ledger.Entry end =
        entry(
            ledger.register(
                new Transaction(
                    Transaction.Kind.SNAPSHOT_END,
                    version(9, 0),
                    0,
                    List.of(),
                    new SourcePosition("9"),
                    0)));
    ledger.settled(end);
    assertThat(ledger.checkpoint()).isEmpty();

    ledger.settled(broken);
    assertThat(ledger.checkpoint().map(Checkpoint::version)).contains(version(9, 0));
  }

  @Test
  void an_abandoned_delivery_does_not_hold_lag_or_count_as_on_its_way() {
    Ledger.Entry broken = register(1);

    ledger.abandoned(broken);

    assertThat(ledger.outstanding()).isEqualTo(new Ledger.Outstanding(0, 0, 0, 0));
    assertThat(ledger.lagSeconds(Instant.ofEpochSecond(10))).isZero();
    assertThat(ledger.held()).isZero();
  }

  @Test
  void an_abandoned_delivery_is_neither_drained_nor_a_checkpoint_before_its_repeat_is_settled() {
    Ledger.Entry before = register(1);
    Ledger.Entry broken = register(2);
    ledger.abandoned(broken);
    ledger.settled(before);
    assertThat(ledger.checkpoint()).contains(checkpoint(1));
    assertThat(ledger.drainedPast(version(2))).isFalse();

    Ledger.Entry again = register(2);
    Ledger.Entry after = register(3);
    ledger.settled(after);
    assertThat(ledger.checkpoint()).contains(checkpoint(1));

    ledger.settled(again);
    assertThat(ledger.checkpoint()).contains(checkpoint(3));
    assertThat(ledger.drainedPast(version(3))).isTrue();
  }

  @Test
  void acknowledgements_of_an_abandoned_delivery_that_still_arrive_change_nothing() {
    Ledger.Entry broken = register(1);
    ledger.abandoned(broken);
    Ledger.Entry again = register(1);

    ledger.acknowledged(broken);
    ledger.settled(broken);
    ledger.abandoned(broken);
    assertThat(ledger.checkpoint()).isEmpty();
    assertThat(ledger.outstanding()).isEqualTo(new Ledger.Outstanding(1, 1, 1, 100));

    ledger.settled(again);
    assertThat(ledger.checkpoint()).contains(checkpoint(1));
  }

  @Test
  void what_arrives_between_an_abandoned_delivery_and_its_repeat_is_no_checkpoint() {
    ledger.settled(register(1));
    ledger.abandoned(register(2));

    ledger.settled(entry(ledger.register(transaction(version(7, 0), "7", 0))));
    ledger.settled(register(8));
    assertThat(ledger.checkpoint()).contains(checkpoint(1));
    assertThat(ledger.drainedPast(version(2))).isFalse();

    ledger.settled(register(2));
    assertThat(ledger.checkpoint()).contains(checkpoint(2));
  }

  @Test
  void a_transaction_that_broke_off_in_a_later_part_is_repeated_from_its_first() {
    ledger.settled(entry(ledger.register(transaction(version(1, 100), null, 100))));
    ledger.abandoned(entry(ledger.register(transaction(version(1, 150), "1", 50))));

    Ledger.Entry first = entry(ledger.register(transaction(version(1, 100), null, 100)));
    Ledger.Entry last = entry(ledger.register(transaction(version(1, 150), "1", 50)));
    ledger.settled(last);
    assertThat(ledger.checkpoint()).isEmpty();

    ledger.settled(first);
    assertThat(ledger.checkpoint().map(Checkpoint::version)).contains(version(1, 150));
  }

  @Test
  void a_repeat_can_be_abandoned_as_well() {
    Ledger.Entry first = register(1);
    ledger.abandoned(register(2));
    ledger.abandoned(register(1));
    ledger.settled(first);
    assertThat(ledger.checkpoint()).isEmpty();

    ledger.settled(register(1));
    ledger.settled(register(2));
    assertThat(ledger.checkpoint()).contains(checkpoint(2));
  }

  @Test
  void an_abandoned_heartbeat_need_not_be_repeated() {
    ledger.abandoned(entry(ledger.register(transaction(version(1, 0), "1", 0))));
    assertThat(ledger.checkpoint()).isEmpty();

    ledger.settled(register(2));

    assertThat(ledger.checkpoint()).contains(checkpoint(2));
  }

  @Test
  void an_abandoned_load_is_repeated_by_a_new_one_of_a_later_version() {
    ledger.abandoned(entry(ledger.register(slice(Transaction.Kind.SNAPSHOT_END, "broken"))));
    ledger.settled(register(5));
    assertThat(ledger.checkpoint()).isEmpty();

    Ledger.Entry again = entry(ledger.register(load(Transaction.Kind.SNAPSHOT, 9, null)));
    ledger.settled(entry(ledger.register(load(Transaction.Kind.SNAPSHOT_END, 9, "9"))));
    assertThat(ledger.checkpoint()).isEmpty();

    ledger.settled(again);
    assertThat(ledger.checkpoint().map(Checkpoint::position)).contains(new SourcePosition("9"));
  }

  @Test
  void a_load_that_begins_again_takes_what_came_before_it_back() {
    Ledger.Entry end = entry(ledger.register(slice(Transaction.Kind.SNAPSHOT_END, "first")));
    Ledger.Entry later = register(2);
    ledger.settled(later);

    Ledger.Entry again = entry(ledger.register(load(Transaction.Kind.SNAPSHOT, 9, null)));
    ledger.settled(end);
    assertThat(ledger.checkpoint()).isEmpty();
    assertThat(ledger.acknowledgedUpTo()).isEmpty();

    ledger.settled(again);
    assertThat(ledger.checkpoint()).isEmpty();
    ledger.settled(entry(ledger.register(load(Transaction.Kind.SNAPSHOT_END, 9, "9"))));
    assertThat(ledger.checkpoint().map(Checkpoint::position)).contains(new SourcePosition("9"));
  }

  @Test
  void what_the_checkpoint_covers_already_cannot_be_abandoned() {
    Ledger.Entry entry = register(1);
    ledger.settled(entry);

    ledger.abandoned(entry);

    assertThat(ledger.checkpoint()).contains(checkpoint(1));
    ledger.settled(register(2));
    assertThat(ledger.checkpoint()).contains(checkpoint(2));
  }

  @Test
  void a_million_settled_transactions_behind_one_tombstone_cost_one_entry() {
    Ledger.Entry tombstone = register(1);
    for (int i = 2; i <= 1_000_000; i++) {
      ledger.settled(register(i));
    }
    assertThat(ledger.held()).isEqualTo(2);

    ledger.settled(tombstone);
    assertThat(ledger.checkpoint()).contains(checkpoint(1_000_000));
    assertThat(ledger.held()).isZero();
  }

  @Test
  void with_many_unsettled_the_checkpoint_follows_within_a_stride_and_ends_exact() {
    List<Ledger.Entry> entries = new ArrayList<>();
    for (int i = 1; i <= 5_000; i++) {
      entries.add(register(i));
    }
    for (int i = 1; i < 5_000; i++) {
      ledger.settled(entries.get(i - 1));
      assertThat(reached()).isBetween((long) i - 64, (long) i);
    }

    ledger.settled(entries.get(4_999));
    assertThat(reached()).isEqualTo(5_000);
  }

  @Test
  void with_a_steady_crowd_of_unsettled_the_checkpoint_keeps_moving() {
    List<Ledger.Entry> entries = new ArrayList<>();
    for (int i = 1; i <= 20_000; i++) {
      entries.add(register(i));
      if (i > 2_000) {
        ledger.settled(entries.get(i - 2_001));
      }
    }

    assertThat(reached()).isBetween(18_000L - 64, 18_000L);
  }

  private long reached() {
    return ledger.checkpoint().map(c -> c.version().position()).orElse(0L);
  }

  private Ledger.Entry register(int number) {
    return entry(ledger.register(transaction(version(number), Integer.toString(number), 1)));
  }

  private static Ledger.Entry entry(Optional<Ledger.Entry> registered) {
    return registered.orElseThrow();
  }

  private static Transaction slice(Transaction.Kind kind, @Nullable String position) {
    return load(kind, 1, position);
  }

  private static Transaction load(Transaction.Kind kind, long number, @Nullable String position) {
    return new Transaction(
        kind,
        version(number, 0),
        0,
        changes(1),
        position == null ? null : new SourcePosition(position),
        100);
  }

  private static Transaction transaction(Version version, @Nullable String position, int changes) {
    return new Transaction(
        Transaction.Kind.STREAM,
        version,
        version.position() * 1_000_000,
        changes(changes),
        position == null ? null : new SourcePosition(position),
        100L * changes);
  }

  private static List<Change> changes(int count) {
    return Collections.nCopies(count, new Change.Truncate(new TableId("public", "t")));
  }

  private static Checkpoint checkpoint(int number) {
    return new Checkpoint(
        new SourcePosition(Integer.toString(number)), version(number), number * 1_000_000L);
  }

  private static Version version(long position) {
    return version(position, 1);
  }

  private static Version version(long position, long ordinal) {
    return new Version(0, position, ordinal);
  }
}
