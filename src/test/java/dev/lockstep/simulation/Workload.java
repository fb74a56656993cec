package dev.lockstep.simulation;

import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Random transactions over few keys, and the items that the source has after each of them. */
final class Workload {
  static final String TABLE_A = "a";
  static final String TABLE_B = "b";
  private static final int FIRST_POSITION = 10;
  private static final List<String> ATTRIBUTES = List.of("x", "y", "z");

  private final RandomGenerator random;
  private final List<ItemKey> keys = new ArrayList<>();
  private final List<List<ItemWrite>> transactions = new ArrayList<>();
  private final List<Version> versions = new ArrayList<>();
  private final List<Map<ItemKey, Map<String, Value>>> states = new ArrayList<>();

  Workload(RandomGenerator random, int keyCount, int transactionCount) {
    this.random = random;
    for (int i = 0; i < keyCount; i++) {
      keys.add(new ItemKey(i % 3 == 0 ? TABLE_B : TABLE_A, new Value.Text("k" + i), null));
    }
    states.add(firstState());
    transactions.add(List.of());
    versions.add(through(0));
    while (transactions.size() <= transactionCount) {
      addTransaction();
    }
  }

  private Map<ItemKey, Map<String, Value>> firstState() {
    Map<ItemKey, Map<String, Value>> state = new HashMap<>();
    for (ItemKey key : keys) {
      if (random.nextBoolean()) {
        state.put(key, content());
      }
    }
    return state;
  }

  private void addTransaction() {
    Map<ItemKey, Map<String, Value>> state = new HashMap<>(last());
    List<ItemWrite> writes = new ArrayList<>();
    int size = random.nextInt(5);
    Version version = new Version(0, FIRST_POSITION + transactions.size(), size);
    Set<ItemKey> touched = new HashSet<>();
    for (int i = 0; i < size; i++) {
      ItemKey key = keys.get(random.nextInt(keys.size()));
      if (touched.add(key)) {
        writes.add(write(key, version, state));
      }
    }
    transactions.add(writes);
    versions.add(version);
    states.add(state);
  }

  private ItemWrite write(ItemKey key, Version version, Map<ItemKey, Map<String, Value>> state) {
    Map<String, Value> before = state.get(key);
    if (before == null || random.nextInt(3) == 0) {
      Map<String, Value> after = content();
      state.put(key, after);
      return new ItemWrite.Put(new Item(key, after), version, 1);
    }
    return random.nextBoolean() ? patch(key, version, before, state) : delete(key, version, state);
  }

  private ItemWrite patch(
      ItemKey key,
      Version version,
      Map<String, Value> before,
      Map<ItemKey, Map<String, Value>> state) {
    Map<String, Value> set = new HashMap<>();
    Set<String> remove = new HashSet<>();
    for (String attribute : ATTRIBUTES) {
      if (random.nextInt(3) == 0) {
        set.put(attribute, value());
      } else if (random.nextInt(4) == 0) {
        remove.add(attribute);
      }
    }
    Map<String, Value> after = new HashMap<>(before);
    after.keySet().removeAll(remove);
    after.putAll(set);
    state.put(key, after);
    return new ItemWrite.Patch(key, set, remove, version, 1);
  }

  private static ItemWrite delete(
      ItemKey key, Version version, Map<ItemKey, Map<String, Value>> state) {
    state.remove(key);
    return new ItemWrite.Delete(key, version, 1);
  }

  private Map<String, Value> content() {
    Map<String, Value> content = new HashMap<>();
    for (String attribute : ATTRIBUTES) {
      if (random.nextInt(4) > 0) {
        content.put(attribute, value());
      }
    }
    return content;
  }

  private Value value() {
    return new Value.Num(Integer.toString(random.nextInt(1000)));
  }

  private Map<ItemKey, Map<String, Value>> last() {
    return states.get(states.size() - 1);
  }

  /** The number of the last transaction; the first is 1, and 0 is the state before it. */
  int size() {
    return transactions.size() - 1;
  }

  List<ItemWrite> writes(int transaction) {
    return transactions.get(transaction);
  }

  /** Whether one of these transactions writes the item. */
  boolean touches(ItemKey key, int first, int last) {
    return first <= last
        && transactions.subList(first, last + 1).stream()
            .flatMap(List::stream)
            .anyMatch(write -> write.key().equals(key));
  }

  List<ItemKey> keys() {
    return keys;
  }

  /** The items after a transaction. */
  Map<ItemKey, Map<String, Value>> state(int transaction) {
    return states.get(transaction);
  }

  /** The version of a transaction. */
  Version version(int transaction) {
    return versions.get(transaction);
  }

  /** A version that covers this transaction and none after it. */
  Version through(int transaction) {
    return new Version(0, FIRST_POSITION + transaction, 999);
  }

  /** The version of a snapshot taken after this transaction. */
  Version snapshotVersion(int transaction) {
    return new Version(0, FIRST_POSITION + transaction, 500);
  }

  /** A snapshot taken after this transaction, in slices. */
  List<List<ItemWrite>> snapshot(int transaction) {
    List<List<ItemWrite>> slices = new ArrayList<>();
    states
        .get(transaction)
        .forEach(
            (key, content) -> {
              if (slices.isEmpty() || random.nextInt(3) == 0) {
                slices.add(new ArrayList<>());
              }
              Version version = snapshotVersion(transaction);
              slices
                  .get(slices.size() - 1)
                  .add(new ItemWrite.Put(new Item(key, content), version, 1));
            });
    return slices;
  }
}
