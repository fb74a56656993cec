package dev.lockstep.change;

/**
 * A bounded map from 64-bit hashes to numbers, in two longs an entry: open addressing over one
 * array that doubles when it is half full. Neither a key nor a value is ever 0; a key that was
 * removed keeps its place and counts. Not thread-safe.
 */
public final class LongTable {
  private static final int FIRST_SLOTS = 64;
  private static final long NONE = 0;

  private final int limit;
  private long[] slots = new long[2 * FIRST_SLOTS];
  private int size;

  /**
   * @param limit how many keys it may hold; each takes 32 to 64 bytes
   */
  public LongTable(int limit) {
    this.limit = limit;
  }

  /** How many keys count towards the limit. */
  public int size() {
    return size;
  }

  /** The value of a key; 0 if it has none. */
  public long get(long key) {
    return size == 0 ? NONE : slots[find(key) + 1];
  }

  /**
   * Gives a key a value.
   *
   * @return false if the key is new and the limit is met; then nothing has changed
   */
  public boolean put(long key, long value) {
    int at = find(key);
    if (slots[at] == NONE) {
      if (size == limit) {
        return false;
      }
      size++;
    }
    slots[at] = key;
    slots[at + 1] = value;
    if (size * 4L >= slots.length) {
      grow();
    }
    return true;
  }

  /** Takes a key's value away. */
  public void remove(long key) {
    int at = find(key);
    if (slots[at] != NONE) {
      slots[at + 1] = NONE;
    }
  }

  private int find(long wanted) {
    int count = slots.length / 2;
    int at = (int) Math.floorMod(wanted, (long) count);
    while (slots[2 * at] != NONE && slots[2 * at] != wanted) {
      at = at + 1 == count ? 0 : at + 1;
    }
    return 2 * at;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != NONE) {
        int at = find(old[i]);
        slots[at] = old[i];
        slots[at + 1] = old[i + 1];
      }
    }
  }
}
