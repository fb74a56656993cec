package dev.lockstep.apply;

import dev.lockstep.change.Version;
import dev.lockstep.item.ItemWrite;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the failed condition of a write means. */
enum Verdict {
  /** What the write wanted is so, or has been replaced by something newer. */
  DURABLE,
  /** The tombstone of exactly this removal stands; it has to be buried. */
  TOMBSTONE_STANDS,
  /** Something newer stands that this applier has not been given yet: a stranger's. */
  NEWER_THAN_KNOWN,
  /**
   * A burial found an older item where the tombstone was. A late burial of a run before this one
   * had removed the tombstone that a repetition had set again, and a late put made the item after
   * that.
   */
  REVIVED,
  /** There is no item that a patch could belong to. */
  NOTHING_TO_PATCH,
  /** A stranger's item stands in the way for good. */
  FOREIGN;

  /**
   * @param stored the number in the stored item's version; null if there is none
   * @param repeated whether the source may have sent this before: then newer states are to be
   *     expected, and a patch without an item was followed by a removal
   */
  static Verdict of(ItemWrite sent, @Nullable String stored, boolean repeated) {
    Optional<Version> version = Version.parse(stored);
    if (version.isEmpty()) {
      return withoutVersion(sent, repeated);
    }
    int order = version.get().compareTo(sent.version());
    if (sent instanceof ItemWrite.Bury) {
      return order < 0 ? REVIVED : DURABLE;
    }
    if (order < 0) {
      return sent instanceof ItemWrite.Patch ? withoutVersion(sent, repeated) : FOREIGN;
    }
    if (order > 0) {
      return repeated ? DURABLE : NEWER_THAN_KNOWN;
    }
    return isRemoval(sent) ? TOMBSTONE_STANDS : DURABLE;
  }

  private static Verdict withoutVersion(ItemWrite sent, boolean repeated) {
    if (sent instanceof ItemWrite.Patch) {
      return repeated ? DURABLE : NOTHING_TO_PATCH;
    }
    return sent instanceof ItemWrite.Bury ? DURABLE : FOREIGN;
  }

  private static boolean isRemoval(ItemWrite write) {
    return write instanceof ItemWrite.Delete || write instanceof ItemWrite.Tombstone;
  }
}
