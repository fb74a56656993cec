package dev.lockstep.apply;

import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import java.util.List;

/**
 * A tombstone that stands in the store.
 *
 * @param mourners submissions that are settled once it is gone
 */
record Grave(ItemKey key, Version version, long commitMicros, List<Submission> mourners) {

  /** The write that removes it. */
  ItemWrite burial() {
    return new ItemWrite.Bury(key, version, commitMicros);
  }

  /** The write that sets it again. */
  ItemWrite tombstone() {
    return new ItemWrite.Tombstone(key, version, commitMicros);
  }
}
