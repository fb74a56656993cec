package dev.lockstep.mapping;

import dev.lockstep.item.Item;
import dev.lockstep.item.ItemWrite;
import java.util.ArrayList;
import java.util.List;

/**
 * What a net transaction does to items.
 *
 * @param writes in any order; at most one per item key, none for the keys of bad rows
 * @param moves patches that have to be completed from another item first; their keys are not among
 *     those of {@code writes}
 * @param truncated the item types whose root was emptied: all items that they own and that carry an
 *     older version are to go, before or after {@code writes}
 * @param badRows what could not be mapped; the rest is complete all the same
 * @param recovered rows of which something was set aside, and which are mapped again by this
 */
public record MappedTransaction(
    List<ItemWrite> writes,
    List<Move> moves,
    List<ItemTypePlan> truncated,
    List<BadRow> badRows,
    List<RecoveredRow> recovered) {

  /** One in which no row recovers. */
  public MappedTransaction(
      List<ItemWrite> writes,
      List<Move> moves,
      List<ItemTypePlan> truncated,
      List<BadRow> badRows) {
    this(writes, moves, truncated, badRows, List.of());
  }

  /** The items that the writes put whole. */
  public List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (ItemWrite write : writes) {
      if (write instanceof ItemWrite.Put put) {
        items.add(put.item());
      }
    }
    return items;
  }

  boolean isEmpty() {
    return writes.isEmpty()
        && moves.isEmpty()
        && truncated.isEmpty()
        && badRows.isEmpty()
        && recovered.isEmpty();
  }
}
