package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how large a write is: for bounds and for a first guess at its write units, which real
 * outcomes correct. Counts characters, not encoded bytes.
 */
final class WriteSize {
  private static final int OVERHEAD = 64;
  private static final int PER_VALUE = 4;
  private static final int NUMBER = 8;
  private static final double UNIT_BYTES = 1024;

  private WriteSize() {}

  static int bytes(ItemWrite write) {
    int size = OVERHEAD + of(write.key());
    if (write instanceof ItemWrite.Put put) {
      return size + of(put.item().attributes());
    }
    return write instanceof ItemWrite.Patch patch ? size + of(patch.set()) : size;
  }

  /** Write units that so many bytes take in a table without indexes. */
  static double units(int bytes) {
    return Math.max(1, Math.ceil((bytes - OVERHEAD) / UNIT_BYTES));
  }

  private static int of(ItemKey key) {
    return of(key.partition()) + of(key.sort());
  }

  private static int of(Map<String, Value> attributes) {
    int size = 0;
    for (Map.Entry<String, Value> attribute : attributes.entrySet()) {
      size += attribute.getKey().length() + of(attribute.getValue());
    }
    return size;
  }

  private static int of(@Nullable Value value) {
    if (value instanceof Value.Text text) {
      return PER_VALUE + text.text().length();
    }
    if (value instanceof Value.Binary binary) {
      return PER_VALUE + binary.bytes().remaining();
    }
    return value instanceof Value.Num ? NUMBER : ofCompound(value);
  }

  private static int ofCompound(@Nullable Value value) {
    if (value instanceof Value.MapOf map) {
      return PER_VALUE + of(map.values());
    }
    if (value instanceof Value.ListOf list) {
      return PER_VALUE + list.values().stream().mapToInt(WriteSize::of).sum();
    }
    if (value instanceof Value.TextSet set) {
      return ofTexts(set.values());
    }
    return value instanceof Value.NumSet set ? ofTexts(set.values()) : PER_VALUE;
  }

  private static int ofTexts(Collection<String> texts) {
    return PER_VALUE + texts.stream().mapToInt(text -> PER_VALUE + text.length()).sum();
  }
}
