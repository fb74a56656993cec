package dev.lockstep.mapping;

import dev.lockstep.change.RowKey;
import dev.lockstep.change.UnnettableException;
import dev.lockstep.item.ItemKey;

/**
 * Which row of a table each item key shows since an earlier part of the transaction put it there:
 * 128 bits each (hash of the item key, hash of the row key), open addressing. A bounded memory of
 * what a bounded part cannot see.
 */
final class ShownKeys {
  private static final int FIRST_SLOTS = 64;
  private static final long FORGOTTEN = 0;

  /** In the hash of the row key: another row had the item key, and may still have it. */
  private static final long SHARED = 1;

  private final int limit;
  private long[] slots = new long[2 * FIRST_SLOTS];
  private int size;

  /**
   * @param limit how many item keys it may hold; each takes 32 to 64 bytes
   */
  ShownKeys(int limit) {
    this.limit = limit;
  }

  /**
   * Remembers that an item shows a row.
   *
   * @throws UnnettableException if there are more than the limit
   */
  void put(ItemKey key, RowKey row) {
    long keyHash = KeyHash.of(key);
    int at = find(keyHash);
    if (slots[at] == 0) {
      add(at, keyHash);
      at = find(keyHash);
    }
    long earlier = slots[at + 1];
    long hash = rowHash(row);
    boolean shared = earlier != FORGOTTEN && ((earlier & SHARED) != 0 || earlier != hash);
    slots[at + 1] = shared ? hash | SHARED : hash;
  }

  private void add(int at, long keyHash) {
    if (size == limit) {
      throw new UnnettableException(
          "a transaction that flows in parts put more than "
              + limit
              + " items whose keys do not tell their rows apart");
    }
    slots[at] = keyHash;
    size++;
    if (size * 4 >= slots.length) {
      grow();
    }
  }

  /** Whether the item shows a row other than the given one. */
  boolean showsOther(ItemKey key, RowKey row) {
    long shown = size == 0 ? FORGOTTEN : slots[find(KeyHash.of(key)) + 1];
    return shown != FORGOTTEN && (shown & ~SHARED) != rowHash(row);
  }

  /**
   * The row has left the item key, if the item shows it.
   *
   * @throws UnnettableException if another row may still have the key
   */
  void leave(ItemKey key, RowKey row) {
    int at = size == 0 ? 0 : find(KeyHash.of(key));
    long shown = slots[at + 1];
    if (size == 0 || (shown & ~SHARED) != rowHash(row)) {
      return;
    }
    if ((shown & SHARED) != 0) {
      throw new UnnettableException(
          "in a transaction that flows in parts two rows had the same item key, and one left it");
    }
    slots[at + 1] = FORGOTTEN;
  }

  private static long rowHash(RowKey row) {
    long hash = KeyHash.of(row) & ~SHARED;
    return hash == FORGOTTEN ? 2 : hash;
  }

  private int find(long wanted) {
    int count = slots.length / 2;
    int at = (int) Math.floorMod(wanted, (long) count);
    while (slots[2 * at] != 0 && slots[2 * at] != wanted) {
      at = at + 1 == count ? 0 : at + 1;
    }
    return 2 * at;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0) {
        int at = find(old[i]);
        slots[at] = old[i];
        slots[at + 1] = old[i + 1];
      }
    }
  }
}
