package dev.lockstep.apply;

import dev.lockstep.item.Item;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one write out of two for the same key, of which the first was not sent or may not stand.
 */
final class Collapse {
  private Collapse() {}

  /**
   * The write that does what both would do one after the other.
   *
   * @param second arrived later; if its version is not newer (the source repeats itself), the first
   *     one stands for both
   * @return empty if no single write does: a patch after a removal
   */
  static Optional<ItemWrite> of(ItemWrite first, ItemWrite second) {
    if (!second.version().isAfter(first.version())) {
      return Optional.of(first);
    }
    if (!(second instanceof ItemWrite.Patch patch)) {
      return Optional.of(second);
    }
    if (first instanceof ItemWrite.Put put) {
      return Optional.of(patched(put, patch));
    }
    if (first instanceof ItemWrite.Patch before) {
      return Optional.of(patched(before, patch));
    }
    return Optional.empty();
  }

  private static ItemWrite patched(ItemWrite.Put put, ItemWrite.Patch patch) {
    Map<String, Value> attributes = overlaid(put.item().attributes(), patch);
    Item item = new Item(put.key(), attributes);
    return new ItemWrite.Put(item, patch.version(), patch.commitMicros());
  }

  private static ItemWrite patched(ItemWrite.Patch before, ItemWrite.Patch patch) {
    Set<String> remove = new HashSet<>(before.remove());
    remove.removeAll(patch.set().keySet());
    remove.addAll(patch.remove());
    Map<String, Value> set = overlaid(before.set(), patch);
    return new ItemWrite.Patch(patch.key(), set, remove, patch.version(), patch.commitMicros());
  }

  private static Map<String, Value> overlaid(Map<String, Value> under, ItemWrite.Patch patch) {
    Map<String, Value> attributes = new HashMap<>(under);
    attributes.keySet().removeAll(patch.remove());
    attributes.putAll(patch.set());
    return attributes;
  }
}
