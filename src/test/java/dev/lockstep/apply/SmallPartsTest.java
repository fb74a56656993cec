package dev.lockstep.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    doubts.add(Writes.put("a", 1), 100);
    doubts.add(Writes.put("b", 1), 110);
    doubts.add(Writes.put("a", 1), 120);
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
      doubts.add(Writes.put(name, 1), 100);
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
  void the_size_of_a_write_is_that_of_what_it_sends() {
    int nothing = WriteSize.bytes(Writes.delete("a", 1));
    assertThat(WriteSize.bytes(Writes.put("a", 1))).isEqualTo(nothing);
    assertThat(WriteSize.bytes(Writes.delete("abc", 1))).isEqualTo(nothing + 2);
    assertThat(WriteSize.bytes(Writes.put("a", 1, "x", "y".repeat(2_000))))
        .isEqualTo(nothing + 2_001);
    assertThat(WriteSize.bytes(Writes.patch("a", 1, "x", "y"))).isEqualTo(nothing + 2);
  }
}
