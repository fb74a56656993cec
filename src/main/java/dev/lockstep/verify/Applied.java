package dev.lockstep.verify;

import dev.lockstep.change.RowKey;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Port: what of the source's changes has been applied to the target. Thread-safe. */
public interface Applied {

  /**
   * Waits until all that was committed before a version is acknowledged by the target.
   *
   * @return false if that did not come to be within the limit, or will not
   */
  boolean await(Version version, Duration limit) throws InterruptedException;

  /**
   * Whether changes that may be of this item are known to wait for somebody to apply them, who does
   * not at present: then nothing can be told of it, whatever {@link #await} said.
   */
  default boolean waits(ItemKey key) {
    return false;
  }

  /**
   * The keys of all items that were written or deleted since a verification of everything began
   * that found everything right.
   *
   * @return empty if they are not remembered
   */
  default Optional<Set<ItemKey>> writtenSinceRight() {
    return Optional.empty();
  }

  /**
   * The item that the pipeline would make of the rows that it keeps beside the source; for types
   * whose items are made of several rows.
   *
   * @param root the row that the item is one of
   * @return empty if no rows are kept of such items, they make none, or they cannot be seen
   */
  default Optional<Item> ofKeptRows(ItemTypePlan type, RowKey root) {
    return Optional.empty();
  }

  /** Notes from now on which of some keys are written to. */
  Watch watch(Collection<ItemKey> keys);

  /** Why {@link #await} is in vain, or an item {@link #waits}: for a report. */
  String standing();

  /** Keys under watch until it is closed. */
  interface Watch extends AutoCloseable {
    /** Whether a write of the key was begun since. */
    boolean touched(ItemKey key);

    @Override
    void close();
  }
}
