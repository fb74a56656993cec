package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemSize;
import dev.lockstep.item.ItemWrite;

/**
 * How large a write is: for bounds, and for a first guess at its write units, which real outcomes
 * correct.
 */
final class WriteSize {
  /** Names of key and bookkeeping attributes, version, commit time. */
  private static final int OVERHEAD = 64;

  private WriteSize() {}

  /** The size of a write's content in bytes. */
  static int bytes(ItemWrite write) {
    int size = OVERHEAD + of(write.key());
    if (write instanceof ItemWrite.Put put) {
      return size + ItemSize.of(put.item().attributes());
    }
    return write instanceof ItemWrite.Patch patch ? size + ItemSize.of(patch.set()) : size;
  }

  private static int of(ItemKey key) {
    return ItemSize.of(key.partition()) + (key.sort() == null ? 0 : ItemSize.of(key.sort()));
  }
}
