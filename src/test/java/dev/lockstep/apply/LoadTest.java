package dev.lockstep.apply;

import static dev.lockstep.apply.Bench.HORIZON;
import static dev.lockstep.apply.Bench.applied;
import static dev.lockstep.apply.Bench.inDoubt;
import static dev.lockstep.apply.Bench.throttled;
import static dev.lockstep.apply.Writes.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The load of an exclusive target goes in batches, and leaves nothing that could arrive late. */
class LoadTest {
  private final Bench bench = new Bench();

  @Test
  void batches_are_filled_across_submissions_while_others_are_under_way() {
    bench.engine().gate().beginLoad(true);
    bench.submit("one", puts(0, 40));
    List<Request> first = bench.sendAll();
    assertThat(first).hasSize(1);
    assertThat(batch(first.get(0)).puts()).hasSize(25);
    bench.submit("two", puts(40, 12));
    List<Request> second = bench.sendAll();
    assertThat(batch(second.get(0)).puts()).hasSize(25);
    assertThat(bench.sendAll()).isEmpty();
    complete(first.get(0), applied());
    complete(second.get(0), applied());
    assertThat(bench.told).containsExactly("one acknowledged", "one settled");
    assertThat(batch(bench.sendAll().get(0)).puts()).hasSize(2);
  }

  @Test
  void unprocessed_items_go_in_a_batch_again() {
    bench.engine().gate().beginLoad(true);
    bench.submit("one", puts(0, 2));
    Request.Batch batch = batch(bench.sendAll().get(0));
    bench.complete(
        batch, List.of(applied(), throttled(WriteOutcome.Scope.KEY_RANGE, Writes.TABLE)));
    assertThat(bench.told).isEmpty();
    bench.passToNextAlarm();
    Request.Batch again = batch(bench.sendAll().get(0));
    assertThat(again.puts()).containsExactly(batch.puts().get(1));
    bench.complete(again, List.of(applied()));
    assertThat(bench.told).containsExactly("one acknowledged", "one settled");
  }

  @Test
  void items_of_a_refused_batch_go_singly_so_that_the_bad_one_shows() {
    bench.engine().gate().beginLoad(true);
    bench.submit("one", puts(0, 3));
    complete(bench.sendAll().get(0), new WriteOutcome.Refused("invalid"));
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.sendAll()).hasSize(3).hasOnlyElementsOfType(Request.Single.class);
  }

  @Test
  void after_a_batch_of_unknown_outcome_its_keys_go_singly_and_streaming_has_to_wait() {
    bench.engine().gate().beginLoad(true);
    bench.submit("one", puts(0, 3));
    complete(bench.sendAll().get(0), inDoubt());
    assertThat(bench.state().lateBatches()).isEqualTo(HORIZON);
    bench.pass(Duration.ofSeconds(1));
    for (Request request : bench.sendAll()) {
      bench.complete((Request.Single) request, applied());
    }
    assertThat(bench.told).containsExactly("one acknowledged", "one settled");
    assertThat(bench.state().lateBatches()).isEqualTo(HORIZON.minusSeconds(1));
    bench.pass(HORIZON);
    assertThat(bench.state().lateBatches()).isZero();
  }

  @Test
  void a_load_after_an_unclean_stop_waits_until_nothing_of_the_run_before_can_arrive() {
    for (boolean inBatches : new boolean[] {true, false}) {
      Bench again = new Bench(ApplyOptions.defaults().with(new Replay(Writes.version(0), HORIZON)));
      again.engine().gate().beginLoad(inBatches);
      again.submit("one", puts(0, 1));
      assertThat(again.sendAll()).isEmpty();
      assertThat(again.passToNextAlarm()).isEqualTo(HORIZON);
      assertThat(again.sendAll()).hasSize(1);
    }
  }

  @Test
  void without_batches_and_after_the_load_puts_are_conditional() {
    bench.engine().gate().beginLoad(false);
    bench.submit("one", puts(0, 2));
    assertThat(bench.sendAll()).hasSize(2).hasOnlyElementsOfType(Request.Single.class);
    bench.engine().gate().beginLoad(true);
    bench.engine().gate().endLoad();
    bench.submit("two", puts(2, 2));
    assertThat(bench.sendAll()).hasSize(2).hasOnlyElementsOfType(Request.Single.class);
  }

  @Test
  void the_budget_counts_every_item_of_a_batch() {
    bench.engine().gate().beginLoad(true);
    bench.engine().gate().setWriteUnitsPerSecond(10, 0);
    bench.submit("one", puts(0, 50));
    List<Request> sent = bench.sendAll();
    assertThat(sent).hasSize(1);
    assertThat(bench.passToNextAlarm())
        .isBetween(Duration.ofMillis(1_400), Duration.ofMillis(1_600));
  }

  private void complete(Request request, WriteOutcome outcome) {
    Request.Batch batch = batch(request);
    bench.complete(batch, Collections.nCopies(batch.puts().size(), outcome));
  }

  private static Request.Batch batch(Request request) {
    return (Request.Batch) request;
  }

  private static ItemWrite[] puts(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> put("k" + i, 1))
        .toArray(ItemWrite[]::new);
  }
}
