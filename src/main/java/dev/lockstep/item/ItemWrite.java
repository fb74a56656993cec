package dev.lockstep.item;

import dev.lockstep.change.Version;
import java.util.Map;
import java.util.Set;

/**
 * A versioned write of one item. It takes effect only where no newer or equal version stands
 * ({@code attribute_not_exists(#v) OR #v < :v}).
 */
public sealed interface ItemWrite {

  /** The item. */
  ItemKey key();

  /** The version of the state that the write brings. */
  Version version();

  /** Commit time of the source transaction, microseconds since the epoch. */
  long commitMicros();

  /**
   * The whole item.
   *
   * @param item the content; bookkeeping attributes are added by the store
   */
  record Put(Item item, Version version, long commitMicros) implements ItemWrite {
    @Override
    public ItemKey key() {
      return item.key();
    }
  }

  /**
   * The item as far as it is known: what the source did not send stays as it is.
   *
   * @param set attributes with known values; never a key attribute
   * @param remove attributes known to be absent
   */
  record Patch(
      ItemKey key, Map<String, Value> set, Set<String> remove, Version version, long commitMicros)
      implements ItemWrite {}

  /** No item any more. */
  record Delete(ItemKey key, Version version, long commitMicros) implements ItemWrite {}

  /**
   * No item any more, but its place is held, so that a late write of an older version cannot
   * resurrect it (invariant 5). Only the applier makes these.
   */
  record Tombstone(ItemKey key, Version version, long commitMicros) implements ItemWrite {}

  /** Removes the tombstone of exactly this version; anything else stays. */
  record Bury(ItemKey key, Version version, long commitMicros) implements ItemWrite {}
}
