package dev.lockstep.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.Item;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Window, back-off, doubts, outbox and size estimates, each by itself. */
class SmallPartsTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void unknown_outcomes_halve_the_window_once_and_answers_bring_it_back() {
    Window window = new Window(64);
    send(window, 64);
    assertThat(window.isOpen()).isFalse();
    window.unanswered(0);
    window.unanswered(1);
    assertThat(window.size()).isEqualTo(32);
    window.unanswered(SECOND);
    assertThat(window.size()).isEqualTo(16);
    for (int i = 0; i < 61; i++) {
      window.answered();
    }
    assertThat(window.size()).isEqualTo(64);
    assertThat(window.inFlight()).isZero();
  }

  @Test
  void the_window_never_closes_for_good() {
    Window window = new Window(2);
    for (int i = 0; i < 20; i++) {
      assertThat(window.isOpen()).isTrue();
      window.sent();
      window.unanswered(i * SECOND);
    }
  }

  private static void send(Window window, int requests) {
    for (int i = 0; i < requests; i++) {
      window.sent();
    }
  }

  @Test
  void rests_are_random_and_grow_to_the_cap() {
    ApplyOptions.Retry retry =
        new ApplyOptions.Retry(Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ZERO);
    Backoff backoff = new Backoff(retry, new SplittableRandom(1));
    for (int failures = 1; failures < 100; failures++) {
      long longest = Math.min(SECOND, 10_000_000L << Math.min(failures - 1, 20));
      assertThat(backoff.rest(failures)).isBetween(0L, longest);
    }
    long sum = 0;
    for (int i = 0; i < 1000; i++) {
      sum += backoff.rest(50);
    }
    assertThat(sum / 1000).isBetween(SECOND * 4 / 10, SECOND * 6 / 10);
  }

  @Test
  void retries_end_at_their_limit_if_they_have_one() {
    Duration base = Duration.ofMillis(1);
    Backoff endless = new Backoff(new ApplyOptions.Retry(base, base, Duration.ZERO), seeded());
    Backoff limited =
        new Backoff(new ApplyOptions.Retry(base, base, Duration.ofSeconds(2)), seeded());
    assertThat(endless.isOver(Long.MAX_VALUE)).isFalse();
    assertThat(limited.isOver(2 * SECOND - 1)).isFalse();
    assertThat(limited.isOver(2 * SECOND)).isTrue();
  }

  private static SplittableRandom seeded() {
    return new SplittableRandom(0);
  }

  @Test
  void a_key_is_in_doubt_for_one_horizon_after_the_last_unknown_outcome() {
    Doubts doubts = new Doubts(10, 60, 0);
    doubts.add(Writes.key("a"), 100);
    doubts.add(Writes.key("b"), 110);
    doubts.add(Writes.key("a"), 120);
    assertThat(doubts.end(Writes.key("a"))).isEqualTo(180);
    assertThat(doubts.end(Writes.key("c"))).isZero();
    doubts.forget(170);
    assertThat(doubts.keys()).isEqualTo(1);
    assertThat(doubts.end(Writes.key("a"))).isEqualTo(180);
  }

  @Test
  void too_many_keys_in_doubt_are_all_keys_in_doubt() {
    Doubts doubts = new Doubts(2, 60, 0);
    for (String name : List.of("a", "b", "c")) {
      doubts.add(Writes.key(name), 100);
    }
    assertThat(doubts.keys()).isZero();
    assertThat(doubts.end(Writes.key("z"))).isEqualTo(160);
  }

  @Test
  void after_an_unclean_stop_every_key_is_in_doubt_for_a_while() {
    assertThat(new Doubts(2, 60, 60).end(Writes.key("z"))).isEqualTo(60);
  }

  @Test
  void the_outbox_keeps_order_and_survives_a_call_that_throws() {
    List<Object> seen = new ArrayList<>();
    Outbox outbox = new Outbox(seen::add);
    IllegalStateException error = new IllegalStateException("expected");
    outbox.add(() -> seen.add(1));
    outbox.add(
        () -> {
          outbox.add(() -> seen.add(3));
          outbox.deliver();
          throw error;
        });
    outbox.add(() -> seen.add(2));
    outbox.deliver();
    assertThat(seen).containsExactly(1, error, 2, 3);
  }

  @Test
  void sizes_grow_with_the_content_and_units_with_each_kilobyte() {
    int empty = WriteSize.bytes(Writes.put("a", 1));
    int text = WriteSize.bytes(Writes.put("a", 1, "x", "y".repeat(2_000)));
    assertThat(text - empty).isBetween(2_000, 2_010);
    assertThat(WriteSize.bytes(everything())).isBetween(1_000, 1_200);
    assertThat(WriteSize.units(empty)).isEqualTo(1);
    assertThat(WriteSize.units(text)).isEqualTo(2);
    assertThat(WriteSize.bytes(Writes.delete("a", 1))).isEqualTo(empty);
  }

  private static ItemWrite everything() {
    Map<String, Value> attributes =
        Map.of(
            "n", new Value.Num("1"),
            "b", new Value.Binary(ByteBuffer.allocate(500)),
            "m", new Value.MapOf(Map.of("t", new Value.Text("x".repeat(300)))),
            "l", new Value.ListOf(List.of(new Value.Bool(true), new Value.Null())),
            "s", new Value.TextSet(Set.of("x".repeat(200))),
            "ns", new Value.NumSet(Set.of("1")));
    return new ItemWrite.Put(new Item(Writes.key("a"), attributes), Writes.version(1), 1);
  }
}
