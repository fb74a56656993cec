package dev.lockstep.apply;

import static dev.lockstep.apply.Bench.applied;
import static dev.lockstep.apply.Bench.inDoubt;
import static dev.lockstep.apply.Bench.nothingThere;
import static dev.lockstep.apply.Bench.superseded;
import static dev.lockstep.apply.Bench.throttled;
import static dev.lockstep.apply.Writes.delete;
import static dev.lockstep.apply.Writes.patch;
import static dev.lockstep.apply.Writes.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.apply.ApplyOptions.Limits;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the applier's core decides: order, retries, bounds, failures. */
class EngineTest {
  private static final Problem BAD =
      Problem.error(Category.DATA, "BAD", "it is bad", null, "make it good");

  private final Bench bench = new Bench();

  @Test
  void one_request_of_a_key_is_in_flight() {
    bench.submit("one", put("a", 1), put("b", 1));
    assertThat(bench.sendAll()).hasSize(2);
    bench.submit("two", put("a", 2));
    assertThat(bench.sendAll()).isEmpty();
  }

  @Test
  void a_submission_is_acknowledged_when_its_last_write_is_durable() {
    bench.submit("one", put("a", 1), put("b", 1));
    List<Request> requests = bench.sendAll();
    bench.complete((Request.Single) requests.get(1), applied());
    assertThat(bench.told).isEmpty();
    bench.complete((Request.Single) requests.get(0), applied());
    assertThat(bench.told).containsExactly("one acknowledged", "one settled");
    assertThat(bench.state().quiet()).isTrue();
  }

  @Test
  void a_submission_of_nothing_is_acknowledged_at_once() {
    bench.submit("one");
    assertThat(bench.told).containsExactly("one acknowledged", "one settled");
  }

  @Test
  void a_replaced_write_is_acknowledged_with_the_one_that_replaced_it() {
    bench.submit("one", put("a", 1));
    Request.Single first = bench.sendOne();
    bench.submit("two", put("a", 2));
    bench.submit("three", put("a", 3));
    bench.complete(first, applied());
    assertThat(bench.told).containsExactly("one acknowledged", "one settled");
    assertThat(bench.sendOne(applied())).isEqualTo(put("a", 3));
    assertThat(bench.told).contains("two acknowledged", "three acknowledged");
  }

  @Test
  void a_failed_write_rests_and_is_tried_again() {
    bench.submit("one", put("a", 1));
    bench.sendOne(new WriteOutcome.Refused("conflict"));
    assertThat(bench.told).isEmpty();
    assertThat(bench.state().resting()).isEqualTo(1);
    assertThat(bench.passToNextAlarm()).isBetween(Duration.ZERO, Duration.ofMillis(25));
    assertThat(bench.sendOne(applied())).isEqualTo(put("a", 1));
    assertThat(bench.told).containsExactly("one acknowledged", "one settled");
  }

  @Test
  void what_comes_while_a_key_rests_waits_for_the_end_of_the_rest() {
    bench.submit("one", put("a", 1));
    bench.sendOne(new WriteOutcome.Refused("conflict"));
    bench.submit("two", put("a", 2));
    assertThat(bench.engine().nextAlarm()).isPositive();
    assertThat(bench.sendAll()).isEmpty();
    bench.passToNextAlarm();
    assertThat(bench.sendOne(applied())).isEqualTo(put("a", 2));
  }

  @Test
  void retries_that_take_too_long_stop_the_applier() {
    Duration limit = Duration.ofSeconds(10);
    Duration base = Duration.ofSeconds(1);
    Bench strict =
        new Bench(ApplyOptions.defaults().with(new ApplyOptions.Retry(base, base, limit)));
    strict.submit("one", put("a", 1));
    while (strict.told.isEmpty()) {
      strict.sendOne(inDoubt());
      strict.passToNextAlarm();
    }
    assertThat(strict.told).containsExactly("failed: RETRY-LIMIT");
    assertThat(strict.sendAll()).isEmpty();
  }

  @Test
  void an_unusable_store_stops_everything_and_nothing_is_acknowledged_any_more() {
    bench.submit("one", put("a", 1));
    bench.submit("two", put("b", 1), put("c", 1));
    List<Request> requests = bench.sendAll();
    bench.complete((Request.Single) requests.get(1), new WriteOutcome.Unusable(BAD));
    bench.complete((Request.Single) requests.get(0), applied());
    bench.complete((Request.Single) requests.get(2), inDoubt());
    assertThat(bench.told).containsExactly("failed: BAD");
    assertThat(bench.state().failure()).contains(BAD);
    assertThat(bench.engine().nextAlarm()).isEqualTo(Long.MAX_VALUE);
    assertThat(bench.state().inFlight()).isZero();
  }

  @Test
  void a_bad_row_stops_the_applier_unless_it_is_set_aside() {
    bench.submit("one", put("a", 1));
    bench.sendOne(new WriteOutcome.Rejected(BAD));
    Request.SetAside aside = (Request.SetAside) bench.sendAll().get(0);
    assertThat(aside.write()).isEqualTo(put("a", 1));
    bench.complete(aside, false);
    assertThat(bench.told).containsExactly("failed: BAD");
  }

  @Test
  void a_bad_row_that_was_set_aside_is_acknowledged_and_its_key_goes_on() {
    bench.submit("one", put("a", 1));
    bench.sendOne(new WriteOutcome.Rejected(BAD));
    Request.SetAside aside = (Request.SetAside) bench.sendAll().get(0);
    bench.submit("two", put("a", 2));
    assertThat(bench.sendAll()).isEmpty();
    bench.complete(aside, true);
    assertThat(bench.told).containsExactly("one acknowledged", "one settled");
    assertThat(bench.sendOne(applied())).isEqualTo(put("a", 2));
  }

  @Test
  void a_superseded_write_is_as_good_as_applied() {
    bench.submit("new", put("z", 9));
    bench.sendOne(applied());
    bench.submit("one", put("a", 1), delete("b", 1));
    for (Request request : bench.sendAll()) {
      bench.complete((Request.Single) request, superseded(5));
    }
    assertThat(bench.told).contains("one acknowledged", "one settled");
    assertThat(bench.warnings).isEmpty();
  }

  @Test
  void a_version_that_nobody_sent_is_warned_of() {
    bench.submit("one", put("a", 1));
    bench.sendOne(superseded(5));
    assertThat(bench.told).contains("one acknowledged");
    assertThat(bench.warnings).extracting(Problem::code).containsExactly("ITEM-VERSION-NEWER");
  }

  @Test
  void a_strangers_version_is_a_bad_row() {
    for (String foreign : new String[] {null, "9".repeat(38), "17.5"}) {
      Bench other = new Bench();
      other.submit("one", put("a", 1));
      other.sendOne(new WriteOutcome.Superseded(foreign, 1));
      Request.SetAside aside = (Request.SetAside) other.sendAll().get(0);
      assertThat(aside.problem().code()).isEqualTo("ITEM-VERSION-FOREIGN");
      assertThat(other.told).isEmpty();
    }
  }

  @Test
  void a_patch_without_an_item_is_a_bad_row() {
    bench.submit("one", patch("a", 1, "x", "1"));
    bench.sendOne(nothingThere());
    Request.SetAside aside = (Request.SetAside) bench.sendAll().get(0);
    assertThat(aside.problem().code()).isEqualTo("ITEM-TO-PATCH-MISSING");
  }

  @Test
  void a_patch_that_meets_an_older_tombstone_has_no_item_either() {
    bench.submit("one", patch("a", 5, "x", "1"));
    bench.sendOne(superseded(3));
    assertThat(bench.sendAll()).hasOnlyElementsOfType(Request.SetAside.class);
  }

  @Test
  void a_repeated_patch_without_an_item_was_followed_by_a_delete() {
    Replay replay = new Replay(Writes.version(10), Duration.ZERO);
    Bench again = new Bench(ApplyOptions.defaults().with(replay));
    again.submit("one", patch("a", 10, "x", "1"));
    again.sendOne(nothingThere());
    assertThat(again.told).containsExactly("one acknowledged", "one settled");
    again.submit("two", patch("a", 11, "x", "1"));
    again.sendOne(nothingThere());
    assertThat(again.sendAll()).hasOnlyElementsOfType(Request.SetAside.class);
  }

  @Test
  void no_more_writes_are_taken_than_the_limits_allow() {
    Limits limits = new Limits(10, 3, 1_000_000, 10, 10);
    Bench small = new Bench(ApplyOptions.defaults().with(limits));
    assertThat(small.submit("one", put("a", 1), put("a", 2), put("b", 2), put("c", 2)))
        .isEqualTo(3);
    assertThat(small.state().writes()).isEqualTo(3);
    for (Request request : small.sendAll()) {
      small.complete((Request.Single) request, applied());
    }
    assertThat(small.state().writes()).isZero();
    assertThat(small.state().bytes()).isZero();
  }

  @Test
  void no_more_bytes_are_taken_than_the_limit_but_one_large_write_always_is() {
    Limits limits = new Limits(10, 100, 3_000, 10, 10);
    Bench small = new Bench(ApplyOptions.defaults().with(limits));
    String kilobyte = "x".repeat(1_000);
    assertThat(
            small.submit(
                "one",
                put("a", 1, "x", kilobyte),
                put("b", 1, "x", kilobyte),
                put("c", 1, "x", kilobyte)))
        .isEqualTo(2);
    Bench other = new Bench(ApplyOptions.defaults().with(limits));
    assertThat(other.submit("one", put("a", 1, "x", kilobyte.repeat(9)), put("b", 1))).isOne();
  }

  @Test
  void no_more_requests_are_sent_than_the_window_has() {
    bench.engine().gate().setMaxInFlight(2);
    bench.submit("one", put("a", 1), put("b", 1), put("c", 1));
    List<Request> sent = bench.sendAll();
    assertThat(sent).hasSize(2);
    bench.complete((Request.Single) sent.get(0), applied());
    assertThat(bench.sendAll()).hasSize(1);
  }

  @Test
  void while_paused_nothing_is_sent_and_outcomes_are_taken() {
    bench.submit("one", put("a", 1));
    Request.Single sent = bench.sendOne();
    bench.engine().gate().setPaused(true);
    bench.submit("two", put("b", 1));
    bench.complete(sent, applied());
    assertThat(bench.told).contains("one acknowledged");
    assertThat(bench.sendAll()).isEmpty();
    assertThat(bench.state().paused()).isTrue();
    bench.engine().gate().setPaused(false);
    assertThat(bench.sendOne(applied())).isEqualTo(put("b", 1));
  }

  @Test
  void the_budget_is_charged_with_what_writes_really_took() {
    bench.engine().gate().setWriteUnitsPerSecond(10, 0);
    bench.submit("one", put("a", 1));
    bench.sendOne(new WriteOutcome.Applied(30));
    bench.submit("two", put("b", 2));
    assertThat(bench.sendAll()).isEmpty();
    assertThat(bench.passToNextAlarm()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    assertThat(bench.sendOne(applied())).isEqualTo(put("b", 2));
  }

  @Test
  void a_throttled_table_or_index_slows_its_table_and_a_hot_key_range_does_not() {
    bench.submit("one", put("a", 1));
    bench.sendOne(throttled(WriteOutcome.Scope.KEY_RANGE, "t"));
    assertThat(bench.state().throttled()).isEmpty();
    bench.passToNextAlarm();
    bench.sendOne(throttled(WriteOutcome.Scope.INDEX, "t/by-x"));
    assertThat(bench.state().throttled()).containsOnlyKeys("t/by-x");
    bench.submit("two", put("b", 2));
    assertThat(bench.sendAll()).isEmpty();
    bench.pass(Duration.ofSeconds(3));
    assertThat(bench.sendAll()).isNotEmpty();
  }

  @Test
  void a_throttled_table_does_not_hold_up_another_one() {
    bench.submit("one", put("a", 1));
    bench.sendOne(throttled(WriteOutcome.Scope.TABLE, "t"));
    ItemWrite other =
        new ItemWrite.Delete(
            new dev.lockstep.item.ItemKey("u", Writes.key("a").partition(), null),
            Writes.version(2),
            2);
    bench.submit("two", put("b", 2), other);
    assertThat(bench.sendOne(applied())).isEqualTo(other);
  }
}
