package dev.lockstep.apply;

import static dev.lockstep.apply.Bench.applied;
import static dev.lockstep.apply.Bench.inDoubt;
import static dev.lockstep.apply.Writes.delete;
import static dev.lockstep.apply.Writes.key;
import static dev.lockstep.apply.Writes.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whoever repairs an item has its key to himself. */
class KeyHoldTest {
  private final Bench bench = new Bench();

  @Test
  void a_key_at_rest_is_held_at_once_and_its_writes_wait_until_the_end() {
    KeyHold hold = bench.hold("a");
    assertThat(hold.granted()).isDone();
    bench.submit("one", put("a", 1), put("b", 1));
    assertThat(bench.sendOne(applied())).isEqualTo(put("b", 1));
    bench.release(hold, false);
    assertThat(bench.sendOne(applied())).isEqualTo(put("a", 1));
    assertThat(bench.told).contains("one acknowledged");
  }

  @Test
  void a_request_on_its_way_is_waited_for_and_what_came_behind_it_is_not_sent() {
    bench.submit("one", put("a", 1));
    Request.Single sent = bench.sendOne();
    KeyHold hold = bench.hold("a");
    bench.submit("two", put("a", 2));
    assertThat(hold.granted()).isNotDone();
    bench.complete(sent, applied());
    assertThat(hold.granted()).isDone();
    assertThat(bench.sendAll()).isEmpty();
    bench.release(hold, false);
    assertThat(bench.sendOne(applied())).isEqualTo(put("a", 2));
  }

  @Test
  void a_key_that_a_late_write_may_hit_is_held_when_none_can_any_more() {
    bench.submit("one", put("a", 1));
    bench.sendOne(inDoubt());
    KeyHold hold = bench.hold("a");
    bench.passToNextAlarm();
    bench.sendOne(applied());
    assertThat(hold.granted()).isNotDone();
    bench.pass(Bench.HORIZON);
    assertThat(bench.sendAll()).isEmpty();
    assertThat(bench.deliver(hold)).isDone();
  }

  @Test
  void a_tombstone_is_buried_before_its_key_is_held() {
    bench.submit("one", put("a", 1));
    bench.sendOne(inDoubt());
    bench.submit("two", delete("a", 2));
    bench.passToNextAlarm();
    assertThat(bench.sendOne(applied())).isInstanceOf(ItemWrite.Tombstone.class);
    KeyHold hold = bench.hold("a");
    bench.pass(Bench.HORIZON);
    assertThat(bench.sendOne(applied())).isInstanceOf(ItemWrite.Bury.class);
    assertThat(bench.deliver(hold)).isDone();
  }

  @Test
  void after_a_write_of_unknown_outcome_a_delete_leaves_a_tombstone() {
    KeyHold hold = bench.hold("a");
    bench.submit("one", delete("a", 2));
    bench.release(hold, true);
    assertThat(bench.sendOne(applied())).isInstanceOf(ItemWrite.Tombstone.class);
  }

  @Test
  void a_hold_that_is_withdrawn_leaves_the_key_as_it_was() {
    bench.submit("one", put("a", 1));
    Request.Single sent = bench.sendOne();
    KeyHold hold = bench.hold("a");
    bench.release(hold, false);
    bench.submit("two", put("a", 2));
    bench.complete(sent, applied());
    assertThat(bench.sendOne(applied())).isEqualTo(put("a", 2));
    assertThat(hold.granted()).isNotDone();
  }

  @Test
  void the_applier_grants_a_hold_and_ends_it() throws Exception {
    CompletableFuture<WriteOutcome> answer = new CompletableFuture<>();
    CountDownLatch acknowledged = new CountDownLatch(1);
    try (Applier applier =
        Applier.start(
            new AsyncStore(write -> answer),
            ApplyOptions.defaults(),
            ApplyListener.none(),
            BadRows.halt())) {
      KeyHold hold = applier.hold(key("a"), Duration.ofSeconds(10)).orElseThrow();
      applier.submit(
          List.of(put("a", 1)),
          new Acknowledgement() {
            @Override
            public void acknowledged() {
              acknowledged.countDown();
            }

            @Override
            public void settled() {}
          });
      assertThat(applier.state().inFlight()).isZero();
      hold.release(false);
      answer.complete(applied());
      acknowledged.await();
    }
  }
}
