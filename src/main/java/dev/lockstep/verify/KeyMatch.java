package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Finds, within one partition, the keys that one side alone has. Holds 64 bytes at the most for
 * each record of the expected side's partition.
 */
final class KeyMatch {
  private final KeyFiles expected;
  private final KeyFiles scanned;
  private long[] slots = new long[0];
  private BitSet seen = new BitSet();
  private BitSet twice = new BitSet();

  KeyMatch(KeyFiles expected, KeyFiles scanned) {
    this.expected = expected;
    this.scanned = scanned;
  }

  /**
   * Matches a partition.
   *
   * @param suspicious takes the keys that only the target has, and those that several rows make
   * @param missing takes the keys that only the source has, if the expected side holds keys
   */
  void match(int partition, Consumer<ItemKey> suspicious, Consumer<ItemKey> missing) {
    load(partition);
    scanned.each(
        partition,
        (first, second, key) -> {
          int slot = slot(first, second);
          boolean known = slots[2 * slot] != 0;
          if (known) {
            seen.set(slot);
          }
          if (key != null && (!known || twice.get(slot))) {
            suspicious.accept(key);
          }
        });
    expected.each(
        partition,
        (first, second, key) -> {
          int slot = slot(first, second);
          if (key != null && !seen.get(slot)) {
            seen.set(slot);
            missing.accept(key);
          }
        });
  }

  private void load(int partition) {
    int capacity = Integer.highestOneBit((int) Math.max(8, 2 * expected.records(partition))) << 1;
    slots = new long[2 * capacity];
    seen = new BitSet();
    twice = new BitSet();
    expected.each(
        partition,
        (first, second, key) -> {
          int slot = slot(first, second);
          if (slots[2 * slot] != 0) {
            twice.set(slot);
          }
          slots[2 * slot] = first;
          slots[2 * slot + 1] = second;
        });
  }

  /** What the partition that was matched last takes of memory. */
  long bytes() {
    return (long) Long.BYTES * slots.length;
  }

  /** Where a digest is, or would be; hashes are never 0. */
  private int slot(long first, long second) {
    int mask = slots.length / 2 - 1;
    int slot = (int) (second ^ (second >>> 32)) & mask;
    while (slots[2 * slot] != 0 && (slots[2 * slot] != first || slots[2 * slot + 1] != second)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
