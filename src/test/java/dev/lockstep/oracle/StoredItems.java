package dev.lockstep.oracle;

import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.Move;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** Items under conditional writes, as DynamoDB would hold them. */
final class StoredItems {
  private final Map<ItemKey, Stored> stored = new HashMap<>();

  private record Stored(Version version, Map<String, Value> attributes) {}

  /** The items at a time. */
  static final class State {
    private final Map<ItemKey, Stored> items;
    private final boolean moved;

    private State(Map<ItemKey, Stored> items, boolean moved) {
      this.items = items;
      this.moved = moved;
    }
  }

  State state(boolean moved) {
    return new State(new HashMap<>(stored), moved);
  }

  /** Each item is as it is now, or as it was in one of some states. */
  void crash(List<State> since, Random random) {
    if (since.stream().skip(1).anyMatch(state -> state.moved)) {
      return;
    }
    Set<ItemKey> keys = new LinkedHashSet<>(stored.keySet());
    since.forEach(state -> keys.addAll(state.items.keySet()));
    for (ItemKey key : keys) {
      int pick = random.nextInt(since.size() + 1);
      if (pick < since.size()) {
        Stored then = since.get(pick).items.get(key);
        stored.compute(key, (k, now) -> then);
      }
    }
  }

  /** The items without their versions. */
  Map<ItemKey, Map<String, Value>> items() {
    Map<ItemKey, Map<String, Value>> items = new HashMap<>();
    stored.forEach((key, item) -> items.put(key, item.attributes()));
    return items;
  }

  /**
   * A move with what its old item has, which is read before anything is written. An old item that
   * is gone or newer says that this is a repeat.
   */
  ItemWrite complete(Move move) {
    ItemWrite.Patch patch = move.patch();
    Stored old = stored.get(move.from());
    if (old == null || !patch.version().isAfter(old.version())) {
      return patch;
    }
    Item item = new Item(patch.key(), patched(patch, old));
    return new ItemWrite.Put(item, patch.version(), patch.commitMicros());
  }

  /**
   * Nothing older wins.
   *
   * @param repeated whether this was written before: then a patch may find no item any more
   */
  void write(ItemWrite write, boolean repeated) {
    Stored there = stored.get(write.key());
    if (there != null && !write.version().isAfter(there.version())) {
      return;
    }
    if (there == null && repeated && write instanceof ItemWrite.Patch) {
      return;
    }
    if (write instanceof ItemWrite.Put put) {
      stored.put(put.key(), new Stored(put.version(), put.item().attributes()));
    } else if (write instanceof ItemWrite.Patch patch) {
      patch(patch, Objects.requireNonNull(there, () -> "no item under the patch " + patch));
    } else {
      stored.remove(write.key());
    }
  }

  private void patch(ItemWrite.Patch patch, Stored there) {
    stored.put(patch.key(), new Stored(patch.version(), patched(patch, there)));
  }

  private static Map<String, Value> patched(ItemWrite.Patch patch, Stored there) {
    Map<String, Value> attributes = new LinkedHashMap<>(there.attributes());
    attributes.keySet().removeAll(patch.remove());
    attributes.putAll(patch.set());
    return attributes;
  }

  /** Removes the items that are older than a version. */
  void sweep(Predicate<ItemKey> which, Version version) {
    stored
        .entrySet()
        .removeIf(e -> version.isAfter(e.getValue().version()) && which.test(e.getKey()));
  }
}
