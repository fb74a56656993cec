package dev.lockstep.apply;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import java.util.Optional;

/**
 * Port: makes an item what it should be, whatever its version says, provided that it still is what
 * was read: attribute by attribute, so that nothing that was written meanwhile is lost, neither by
 * Lockstep nor by a stranger. For what a stranger has written, which versions cannot put right.
 * Thread-safe.
 */
public interface ItemRepairs {

  /**
   * Puts an item, or deletes it. Blocks.
   *
   * @param read what stood there; empty if nothing did
   * @param wanted what should; empty if nothing should
   * @param version of the state that is wanted: below that of any change not in it
   * @return false if something else stands there by now; nothing is changed then
   * @throws dev.lockstep.problem.LockstepException if the store does not answer; whether the item
   *     was repaired is unknown then
   */
  boolean repair(
      ItemKey key,
      Optional<StoredItem> read,
      Optional<Item> wanted,
      Version version,
      long commitMicros)
      throws InterruptedException;
}
