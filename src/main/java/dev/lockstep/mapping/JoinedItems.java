package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import org.jspecify.annotations.Nullable;

/** Builds the items of one item type whose content comes from several tables, from kept rows. */
interface JoinedItems {

  /** The item type. */
  ItemTypePlan plan();

  /**
   * The key of a root row's item.
   *
   * @param root as {@code rows} has it
   * @return null if the row has no item: its condition does not hold, or a row that the key needs
   *     does not exist
   * @throws BadValueException if the row gives no key that DynamoDB takes
   */
  @Nullable ItemKey key(Row root, RowLookup rows);

  /**
   * The key that a root row's item has if there is one, whatever its condition says.
   *
   * @return null if a row that the key needs does not exist
   * @throws BadValueException if the row gives no key that DynamoDB takes
   */
  @Nullable ItemKey keyAlone(Row root, RowLookup rows);

  /**
   * A root row's item.
   *
   * @param root as {@code rows} has it
   * @param key as {@link #key} gave it for the same row and rows
   * @throws BadValueException if a value does not fit or the item is too large
   */
  Item item(Row root, ItemKey key, RowLookup rows);
}
