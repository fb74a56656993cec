package dev.lockstep.change;

import java.util.OptionalLong;

/**
 * The keys at which earlier parts of a transaction have put a row while an older one may still have
 * stood there: 128 bits each (hash of the key, hash of the content), open addressing. A bounded
 * memory of what a bounded part cannot see.
 */
final class ArrivedKeys {
  private static final int FIRST_SLOTS = 64;
  private static final long FORGOTTEN = 0;

  private final int limit;
  private long[] slots = new long[2 * FIRST_SLOTS];
  private int size;

  /**
   * @param limit how many keys it may hold; each takes 32 to 64 bytes
   */
  ArrivedKeys(int limit) {
    this.limit = limit;
  }

  /** Forgets a key. */
  void remove(long keyHash) {
    int at = find(keyHash);
    if (slots[at] != 0) {
      slots[at + 1] = FORGOTTEN;
    }
  }

  /**
   * @throws UnnettableException if there are more than the limit
   */
  void put(long keyHash, long contentHash) {
    int at = find(keyHash);
    if (slots[at] == 0) {
      if (size == limit) {
        throw new UnnettableException(
            "a transaction that flows in parts moved more than "
                + limit
                + " rows to keys that others had not left yet");
      }
      size++;
    }
    slots[at] = nonZero(keyHash);
    slots[at + 1] = nonZero(contentHash);
    if (size * 4 >= slots.length) {
      grow();
    }
  }

  /** The hash of the content that arrived at a key. */
  OptionalLong find(RowKey key) {
    if (size == 0) {
      return OptionalLong.empty();
    }
    int at = find(ContentHash.ofKey(key));
    boolean known = slots[at] != 0 && slots[at + 1] != FORGOTTEN;
    return known ? OptionalLong.of(slots[at + 1]) : OptionalLong.empty();
  }

  private int find(long keyHash) {
    long wanted = nonZero(keyHash);
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

  static long nonZero(long hash) {
    return hash == 0 ? 1 : hash;
  }
}
