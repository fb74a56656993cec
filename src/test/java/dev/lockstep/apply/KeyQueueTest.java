package dev.lockstep.apply;

import static dev.lockstep.apply.Writes.delete;
import static dev.lockstep.apply.Writes.patch;
import static dev.lockstep.apply.Writes.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Version;
import dev.lockstep.item.ItemWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The queue of one key keeps order, keeps everyone who waits, and keeps little else. */
class KeyQueueTest {
  private final KeyQueue queue = new KeyQueue(Writes.key("a"), new Lane());

  @Test
  void what_comes_while_a_write_is_under_way_collapses_to_the_newest() {
    offer(put("a", 1));
    queue.send();
    offer(put("a", 2));
    offer(put("a", 3));
    queue.finish();
    assertThat(queue.send().write()).isEqualTo(put("a", 3));
    assertThat(queue.sent().riders()).hasSize(2);
    assertThat(queue.hasWork()).isFalse();
  }

  @Test
  void a_write_that_failed_collapses_with_what_came_since() {
    offer(put("a", 1, "x", "1"));
    queue.send();
    offer(patch("a", 2, "y", "2"));
    queue.fail(0);
    assertThat(queue.send().write()).isEqualTo(put("a", 2, "x", "1", "y", "2"));
    assertThat(queue.finish().riders()).hasSize(2);
  }

  @Test
  void a_patch_keeps_its_place_behind_a_delete() {
    offer(delete("a", 1));
    offer(patch("a", 2, "x", "2"));
    offer(patch("a", 3, "y", "3"));
    assertThat(queue.send().write()).isEqualTo(delete("a", 1));
    queue.fail(0);
    assertThat(queue.send().write()).isEqualTo(delete("a", 1));
    queue.finish();
    assertThat(queue.send().write()).isEqualTo(patch("a", 3, "x", "2", "y", "3"));
  }

  @Test
  void failures_are_counted_until_a_write_is_done() {
    offer(put("a", 1));
    for (int i = 1; i <= 3; i++) {
      queue.send();
      queue.fail(100L * i);
      assertThat(queue.failures()).isEqualTo(i);
      assertThat(queue.failingSince()).isEqualTo(100);
    }
    queue.send();
    queue.finish();
    assertThat(queue.failures()).isZero();
  }

  @Test
  void whatever_fails_in_between_the_last_state_stands_and_nobody_is_forgotten() {
    for (long seed = 0; seed < 5_000; seed++) {
      new Run(seed).check();
    }
  }

  private void offer(ItemWrite write) {
    queue.offer(job(write));
  }

  private static Job job(ItemWrite write) {
    Outbox outbox = new Outbox(e -> {});
    Version none = Writes.version(0);
    return Job.of(write, 1, false, new Submission(1, none, ApplierTest.nobody(), outbox));
  }

  /** Random offers, sendings and outcomes against a store in memory. */
  private static final class Run {
    private final long seed;
    private final SplittableRandom random;
    private final KeyQueue queue = new KeyQueue(Writes.key("a"), new Lane());
    private final InMemoryItemStore queued = new InMemoryItemStore(Writes.TABLE);
    private final InMemoryItemStore plain = new InMemoryItemStore(Writes.TABLE);
    private final List<ItemWrite> offered = new ArrayList<>();
    private int riders;
    private boolean underWay;

    Run(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
    }

    void check() {
      for (int i = 0; i < 40; i++) {
        step(random.nextInt(3));
      }
      while (underWay || queue.hasWork()) {
        step(1 + random.nextInt(2));
      }
      assertThat(queued.contents()).as("seed %d: %s", seed, offered).isEqualTo(plain.contents());
      assertThat(riders).as("seed %d", seed).isEqualTo(offered.size());
    }

    private void step(int kind) {
      if (kind == 0) {
        ItemWrite write = Writes.random(random, "a", offered.size() + 1);
        offered.add(write);
        plain.attempt(write);
        queue.offer(job(write));
      } else if (underWay) {
        underWay = false;
        conclude(random.nextInt(3));
      } else if (queue.hasWork()) {
        queue.send();
        underWay = true;
      }
    }

    /** Done, or failed before or after the store took it. */
    private void conclude(int outcome) {
      if (outcome > 0) {
        queued.attempt(queue.sent().write());
      }
      if (outcome == 2) {
        riders += queue.finish().riders().size();
      } else {
        queue.fail(0);
      }
    }
  }
}
