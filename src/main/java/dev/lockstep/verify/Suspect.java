package dev.lockstep.verify;

import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that seems to differ.
 *
 * @param key the item's
 * @param itemType whose row is known; absent if none is
 * @param row the key of a row that made the item, as {@link Held#write} writes it; absent if none
 *     is known
 * @param floor of the source, before the last look at it: what is stored with a version up to it
 *     has not been written since
 * @param looks how often it was looked at again
 */
record Suspect(
    ItemKey key, @Nullable String itemType, @Nullable List<String> row, String floor, int looks) {

  /** One of which nobody knows the row. */
  static Suspect unknown(ItemKey key, String floor) {
    return new Suspect(key, null, null, floor, 0);
  }

  Version floorVersion() {
    return Version.parse(floor).orElseThrow();
  }

  /** Looked at once more, in vain. */
  Suspect again(Version newFloor) {
    return new Suspect(key, itemType, row, newFloor.toDecimal(), looks + 1);
  }
}
