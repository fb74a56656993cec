package dev.lockstep.apply;

import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Writes as tests need them. */
final class Writes {
  static final String TABLE = "t";

  private Writes() {}

  static ItemKey key(String name) {
    return new ItemKey(TABLE, new Value.Text(name), null);
  }

  static Version version(int number) {
    return new Version(0, number, 1);
  }

  static ItemWrite.Put put(String key, int version, String... namesAndTexts) {
    Item item = new Item(key(key), attributes(namesAndTexts));
    return new ItemWrite.Put(item, version(version), version);
  }

  static ItemWrite.Patch patch(String key, int version, String... namesAndTexts) {
    return new ItemWrite.Patch(
        key(key), attributes(namesAndTexts), Set.of(), version(version), version);
  }

  static ItemWrite.Delete delete(String key, int version) {
    return new ItemWrite.Delete(key(key), version(version), version);
  }

  static ItemWrite.Tombstone tombstone(String key, int version) {
    return new ItemWrite.Tombstone(key(key), version(version), version);
  }

  static ItemWrite.Bury bury(String key, int version) {
    return new ItemWrite.Bury(key(key), version(version), version);
  }

  static Map<String, Value> attributes(String... namesAndTexts) {
    Map<String, Value> attributes = new HashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      attributes.put(namesAndTexts[i], new Value.Text(namesAndTexts[i + 1]));
    }
    return attributes;
  }

  /** A put, patch or delete with random content. */
  static ItemWrite random(RandomGenerator random, String key, int version) {
    Map<String, Value> set = new HashMap<>();
    Set<String> remove = new HashSet<>();
    for (String name : Set.of("x", "y", "z")) {
      if (random.nextBoolean()) {
        set.put(name, new Value.Num(Integer.toString(random.nextInt(100))));
      } else if (random.nextBoolean()) {
        remove.add(name);
      }
    }
    int kind = random.nextInt(4);
    if (kind == 0) {
      return delete(key, version);
    }
    return kind == 1
        ? new ItemWrite.Put(new Item(key(key), set), version(version), version)
        : new ItemWrite.Patch(key(key), set, remove, version(version), version);
  }
}
