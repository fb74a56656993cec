package dev.lockstep.apply;

import static dev.lockstep.apply.Writes.delete;
import static dev.lockstep.apply.Writes.patch;
import static dev.lockstep.apply.Writes.put;
import static dev.lockstep.apply.Writes.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.ItemWrite;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two writes of a key become one that does what both would have done. */
class CollapseTest {

  @Test
  void a_put_or_a_delete_replaces_whatever_was_before() {
    ItemWrite put = put("a", 2, "x", "2");
    ItemWrite delete = delete("a", 2);
    for (ItemWrite first : new ItemWrite[] {put("a", 1), patch("a", 1, "y", "1"), delete("a", 1)}) {
      assertThat(Collapse.of(first, put)).containsSame(put);
      assertThat(Collapse.of(first, delete)).containsSame(delete);
    }
  }

  @Test
  void a_patch_of_a_put_is_a_put() {
    assertThat(Collapse.of(put("a", 1, "x", "1", "y", "1"), patch("a", 2, "y", "2")))
        .contains(put("a", 2, "x", "1", "y", "2"));
  }

  @Test
  void a_patch_after_a_removal_cannot_be_known() {
    assertThat(Collapse.of(delete("a", 1), patch("a", 2, "x", "2"))).isEmpty();
    assertThat(Collapse.of(tombstone("a", 1), patch("a", 2, "x", "2"))).isEmpty();
  }

  @Test
  void what_the_source_repeats_does_not_replace_what_is_newer() {
    ItemWrite newer = put("a", 2, "x", "2");
    assertThat(Collapse.of(newer, delete("a", 1))).containsSame(newer);
    assertThat(Collapse.of(newer, patch("a", 2, "x", "1"))).containsSame(newer);
    assertThat(Collapse.of(delete("a", 2), patch("a", 1, "x", "1"))).contains(delete("a", 2));
  }

  @Test
  void one_collapsed_write_leaves_what_the_two_leave() {
    for (long seed = 0; seed < 10_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ItemWrite before = put("a", 1, "x", "0", "y", "0");
      ItemWrite first = Writes.random(random, "a", 2);
      ItemWrite second = Writes.random(random, "a", 3);
      Optional<ItemWrite> both = Collapse.of(first, second);
      if (both.isEmpty()) {
        assertThat(first).isInstanceOf(ItemWrite.Delete.class);
        assertThat(second).isInstanceOf(ItemWrite.Patch.class);
      } else {
        assertThat(after(before, both.get()))
            .as("seed %d: %s then %s", seed, first, second)
            .isEqualTo(after(before, first, second));
      }
    }
  }

  private static Optional<ItemStore.StoredItem> after(ItemWrite... writes) {
    InMemoryItemStore store = new InMemoryItemStore(Writes.TABLE);
    for (ItemWrite write : writes) {
      store.attempt(write);
    }
    return store.read(Writes.key("a")).join();
  }
}
