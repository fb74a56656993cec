package dev.lockstep.apply;

import static dev.lockstep.apply.Bench.HORIZON;
import static dev.lockstep.apply.Bench.applied;
import static dev.lockstep.apply.Bench.inDoubt;
import static dev.lockstep.apply.Bench.nothingThere;
import static dev.lockstep.apply.Bench.superseded;
import static dev.lockstep.apply.Writes.bury;
import static dev.lockstep.apply.Writes.delete;
import static dev.lockstep.apply.Writes.patch;
import static dev.lockstep.apply.Writes.put;
import static dev.lockstep.apply.Writes.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.WriteOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No late write brings a deleted item back, and no tombstone is left. */
class TombstoneTest {
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final Bench bench = new Bench();

  @Test
  void a_delete_that_nothing_can_cross_is_just_a_delete() {
    bench.submit("one", put("a", 1));
    bench.sendOne(applied());
    bench.submit("two", delete("a", 2));
    assertThat(bench.sendOne(applied())).isEqualTo(delete("a", 2));
    assertThat(bench.told).endsWith("two acknowledged", "two settled");
  }

  @Test
  void a_delete_after_a_put_of_unknown_outcome_is_a_tombstone_though_the_put_was_repeated() {
    doubtfulPut();
    bench.submit("two", delete("a", 2));
    assertThat(bench.sendOne(applied())).isEqualTo(tombstone("a", 2));
    assertThat(bench.told).endsWith("two acknowledged");
    assertThat(bench.state().tombstones()).isEqualTo(1);
    assertThat(bench.state().quiet()).isFalse();
  }

  @Test
  void a_tombstone_is_buried_one_horizon_after_the_last_unknown_outcome() {
    doubtfulPut();
    bench.pass(MOMENT);
    bench.submit("two", delete("a", 2));
    bench.sendOne(applied());
    bench.pass(HORIZON.minusSeconds(3));
    assertThat(bench.sendAll()).isEmpty();
    bench.pass(Duration.ofSeconds(3));
    assertThat(bench.sendOne(applied())).isEqualTo(bury("a", 2));
    assertThat(bench.told).endsWith("two acknowledged", "two settled");
    assertThat(bench.state().quiet()).isTrue();
  }

  @Test
  void after_the_horizon_deletes_are_deletes_again() {
    doubtfulPut();
    bench.pass(HORIZON);
    bench.submit("two", delete("a", 2));
    assertThat(bench.sendOne(applied())).isEqualTo(delete("a", 2));
  }

  @Test
  void late_patches_and_deletes_do_no_harm_and_ask_for_no_tombstone() {
    bench.submit("one", patch("a", 1, "x", "1"));
    bench.sendOne(inDoubt());
    bench.submit("two", delete("a", 2));
    bench.passToNextAlarm();
    assertThat(bench.sendOne(inDoubt())).isEqualTo(delete("a", 2));
    bench.passToNextAlarm();
    assertThat(bench.sendOne(applied())).isEqualTo(delete("a", 2));
    assertThat(bench.state().keysInDoubt()).isZero();
  }

  @Test
  void a_tombstone_of_unknown_outcome_is_repeated_and_buried_a_horizon_later() {
    doubtfulPut();
    bench.submit("two", delete("a", 2));
    bench.pass(HORIZON.minus(MOMENT));
    assertThat(bench.sendOne(inDoubt())).isEqualTo(tombstone("a", 2));
    bench.passToNextAlarm();
    assertThat(bench.sendOne(superseded(2))).isEqualTo(tombstone("a", 2));
    bench.pass(HORIZON.minus(MOMENT));
    assertThat(bench.sendAll()).isEmpty();
    bench.pass(MOMENT);
    assertThat(bench.sendOne(applied())).isEqualTo(bury("a", 2));
  }

  @Test
  void a_newer_put_does_not_wait_for_the_burial_and_settles_it() {
    doubtfulPut();
    bench.submit("two", delete("a", 2));
    bench.sendOne(applied());
    bench.submit("three", put("a", 3));
    assertThat(bench.sendOne(applied())).isEqualTo(put("a", 3));
    assertThat(bench.told)
        .endsWith("two acknowledged", "three acknowledged", "three settled", "two settled");
    assertThat(bench.state().tombstones()).isZero();
    bench.pass(HORIZON);
    assertThat(bench.sendAll()).isEmpty();
  }

  @Test
  void a_burial_that_fails_gives_way_to_a_newer_put() {
    doubtfulPut();
    bench.submit("two", delete("a", 2));
    bench.sendOne(applied());
    bench.pass(HORIZON);
    Request.Single burial = bench.sendOne();
    bench.submit("three", put("a", 3));
    bench.complete(burial, inDoubt());
    bench.passToNextAlarm();
    assertThat(bench.sendOne(applied())).isEqualTo(put("a", 3));
    assertThat(bench.told).contains("two settled", "three settled");
  }

  @Test
  void a_burial_that_finds_nothing_is_done() {
    doubtfulPut();
    bench.submit("two", delete("a", 2));
    bench.sendOne(applied());
    bench.pass(HORIZON);
    bench.sendOne(inDoubt());
    bench.passToNextAlarm();
    assertThat(bench.sendOne(nothingThere())).isEqualTo(bury("a", 2));
    assertThat(bench.told).endsWith("two settled");
  }

  @Test
  void a_burial_that_finds_an_older_item_sets_the_tombstone_again() {
    doubtfulPut();
    bench.submit("two", delete("a", 2));
    bench.sendOne(applied());
    bench.pass(HORIZON);
    assertThat(bench.sendOne(superseded(1))).isEqualTo(bury("a", 2));
    assertThat(bench.sendOne(applied())).isEqualTo(tombstone("a", 2));
    assertThat(bench.told).doesNotContain("two settled");
    assertThat(bench.sendOne(applied())).isEqualTo(bury("a", 2));
    assertThat(bench.told).endsWith("two settled");
  }

  @Test
  void a_repeated_delete_that_finds_its_own_tombstone_sees_to_the_burial() {
    bench.submit("one", delete("a", 2));
    assertThat(bench.sendOne(superseded(2))).isEqualTo(delete("a", 2));
    assertThat(bench.told).containsExactly("one acknowledged");
    assertThat(bench.sendOne(applied())).isEqualTo(bury("a", 2));
    assertThat(bench.told).endsWith("one settled");
  }

  @Test
  void after_an_unclean_stop_deletes_are_tombstones_for_one_horizon() {
    Bench again = new Bench(ApplyOptions.defaults().with(new Replay(Writes.version(9), HORIZON)));
    again.submit("one", delete("a", 2));
    assertThat(again.sendOne(applied())).isEqualTo(tombstone("a", 2));
    assertThat(again.state().lateWrites()).isEqualTo(HORIZON);
    again.pass(HORIZON);
    assertThat(again.sendOne(applied())).isEqualTo(bury("a", 2));
    again.submit("two", delete("b", 3));
    assertThat(again.sendOne(applied())).isEqualTo(delete("b", 3));
    assertThat(again.state().quiet()).isTrue();
  }

  @Test
  void too_many_tombstones_keep_new_writes_out_until_some_are_buried() {
    Bench small =
        new Bench(
            ApplyOptions.defaults()
                .with(new Replay(Writes.version(9), HORIZON))
                .with(new ApplyOptions.Limits(10, 100, 1 << 20, 2, 10)));
    small.submit("one", delete("a", 1), delete("b", 1));
    small.sendAll().forEach(request -> small.complete((Request.Single) request, applied()));
    assertThat(small.submit("two", put("c", 2))).isZero();
    small.pass(HORIZON);
    small.sendAll().forEach(request -> small.complete((Request.Single) request, applied()));
    assertThat(small.submit("three", put("c", 3))).isOne();
  }

  @Test
  void a_set_aside_put_leaves_the_tombstone_to_its_burial() {
    doubtfulPut();
    bench.submit("two", delete("a", 2));
    bench.sendOne(applied());
    bench.submit("three", put("a", 3));
    bench.sendOne(new WriteOutcome.Rejected(ApplyProblems.broken(new Error("too large"))));
    bench.complete((Request.SetAside) bench.sendAll().get(0), true);
    assertThat(bench.told).endsWith("three acknowledged", "three settled");
    bench.pass(HORIZON);
    assertThat(bench.sendOne(applied())).isEqualTo(bury("a", 2));
    assertThat(bench.told).endsWith("two settled");
  }

  /** A put whose first attempt is lost and whose second one succeeds. */
  private void doubtfulPut() {
    bench.submit("one", put("a", 1));
    bench.sendOne(inDoubt());
    bench.passToNextAlarm();
    bench.sendOne(applied());
    assertThat(bench.state().keysInDoubt()).isEqualTo(1);
  }
}
