package dev.lockstep.mapping;

import dev.lockstep.change.Hash64;
import dev.lockstep.change.LongTable;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.UnnettableException;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemKeyHash;

/**
 * Which row of a table each item key shows since an earlier part of the transaction put it there. A
 * bounded memory of what a bounded part cannot see.
 */
final class ShownKeys {
  private static final long NONE = 0;

  /** In the hash of the row key: another row had the item key, and may still have it. */
  private static final long SHARED = 1;

  private final int limit;
  private final LongTable rows;

  /**
   * @param limit how many item keys it may hold; each takes 32 to 64 bytes
   */
  ShownKeys(int limit) {
    this.limit = limit;
    this.rows = new LongTable(limit);
  }

  /** How many item keys it holds. */
  int size() {
    return rows.size();
  }

  /**
   * Remembers that an item shows a row.
   *
   * @throws UnnettableException if there are more than the limit
   */
  void put(ItemKey key, RowKey row) {
    long item = ItemKeyHash.of(key);
    long earlier = rows.get(item);
    long hash = rowHash(row);
    boolean shared = earlier != NONE && ((earlier & SHARED) != 0 || earlier != hash);
    if (!rows.put(item, shared ? hash | SHARED : hash)) {
      throw new UnnettableException(
          "a transaction that flows in parts put more than "
              + limit
              + " items whose keys do not tell their rows apart");
    }
  }

  /** Whether the item shows a row other than the given one. */
  boolean showsOther(ItemKey key, RowKey row) {
    long shown = rows.get(ItemKeyHash.of(key));
    return shown != NONE && (shown & ~SHARED) != rowHash(row);
  }

  /**
   * The row has left the item key, if the item shows it.
   *
   * @throws UnnettableException if another row may still have the key
   */
  void leave(ItemKey key, RowKey row) {
    long item = ItemKeyHash.of(key);
    long shown = rows.get(item);
    if ((shown & ~SHARED) != rowHash(row)) {
      return;
    }
    if ((shown & SHARED) != 0) {
      throw new UnnettableException(
          "in a transaction that flows in parts two rows had the same item key, and one left it");
    }
    rows.remove(item);
  }

  private static long rowHash(RowKey row) {
    long hash = Hash64.of(row) & ~SHARED;
    return hash == NONE ? 2 : hash;
  }
}
