package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemSize;
import dev.lockstep.item.Value;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An item type bound to one shape of its root's rows: makes items of them. */
final class BoundItem implements BoundRow {
  private final ItemTypePlan plan;
  private final KeyPart partition;
  private final @Nullable KeyPart sort;
  private final BoundContent content;
  private final @Nullable Where where;
  private final int[] keyRows;

  /** A key attribute of the table. */
  record KeyPart(KeyRule rule, BoundValue value) {}

  /**
   * The attributes of an item as far as they are known.
   *
   * @param set with their values
   * @param absent known to be absent
   */
  record Known(Map<String, Value> set, Set<String> absent) {}

  /**
   * @param keyRows the places that are NULL if a row that the key looks up does not exist
   */
  BoundItem(
      ItemTypePlan plan,
      List<KeyPart> key,
      BoundContent content,
      @Nullable Where where,
      int[] keyRows) {
    this.plan = plan;
    this.keyRows = keyRows;
    this.partition = key.get(0);
    this.sort = key.size() > 1 ? key.get(1) : null;
    this.content = content;
    this.where = where;
  }

  ItemTypePlan plan() {
    return plan;
  }

  @Override
  public BoundContent content() {
    return content;
  }

  @Override
  public @Nullable Where where() {
    return where;
  }

  boolean hasWhere() {
    return where != null;
  }

  /**
   * Whether the row is to have an item.
   *
   * @throws BadValueException if that cannot be decided
   */
  boolean accepts(Row row) {
    if (where == null) {
      return true;
    }
    if (!where.isDecidable(row)) {
      throw unsent("'where'");
    }
    return where.test(row);
  }

  /** Whether it is certain that the row has no item. */
  boolean surelyRejects(Row row) {
    try {
      return where != null && where.isDecidable(row) && !where.test(row);
    } catch (BadValueException e) {
      return false;
    }
  }

  /** Whether all rows exist that the key looks up; else there is no item. */
  boolean hasKeyRows(Row row) {
    return BoundTake.isThere(row, keyRows);
  }

  /**
   * The key of the row's item.
   *
   * @throws BadValueException if the row gives no key that DynamoDB takes
   */
  ItemKey key(Row row) {
    Value first = keyValue(partition, row);
    return new ItemKey(plan.table().name(), first, sort == null ? null : keyValue(sort, row));
  }

  private static Value keyValue(KeyPart part, Row row) {
    if (part.value().unsent(row) > 0) {
      throw unsent("key attribute '" + part.rule().attribute() + "'");
    }
    return part.rule().required(part.value().of(row));
  }

  /** A refusal for want of a value that the source did not send. */
  static BadValueException unsent(String what) {
    return new BadValueException(
        "VALUE-UNSENT",
        what + " needs a large value that the source did not send because it did not change",
        "ALTER TABLE … REPLICA IDENTITY FULL, then update the row once more.");
  }

  /** Whether the row holds everything that its item shows. */
  boolean isComplete(Row row) {
    return content.isComplete(row);
  }

  /**
   * The item of a complete row.
   *
   * @throws BadValueException if a value does not fit or the item is too large
   */
  Item item(Row row, ItemKey key) {
    Map<String, Value> values = content.newMap();
    int bytes = content.show(row, values);
    return checked(key, values, bytes);
  }

  /**
   * An item of attributes that have been gathered.
   *
   * @param bytes about what they measure: keys and bookkeeping are small, so only an item near the
   *     limit is measured in full
   * @throws BadValueException if the item is too large
   */
  Item checked(ItemKey key, Map<String, Value> attributes, int bytes) {
    Item item = new Item(key, Collections.unmodifiableMap(attributes));
    if (bytes >= ItemSize.MAX_ITEM_BYTES / 2) {
      int size = ItemSize.of(item, plan.table());
      if (size > ItemSize.MAX_ITEM_BYTES) {
        throw tooLarge("has " + size + " bytes");
      }
    }
    return item;
  }

  /** A refusal of an item that DynamoDB would not take. */
  static BadValueException tooLarge(String has) {
    return new BadValueException(
        "ITEM-TOO-LARGE",
        "the item " + has + ", and DynamoDB takes " + ItemSize.MAX_ITEM_BYTES,
        "Leave large columns out with columns: { except: [ … ] }, give embedded lists a limit, or"
            + " make items of their own of embedded rows.");
  }

  /**
   * What is known of the item of a row that is not complete.
   *
   * @throws BadValueException if a value does not fit, or is made of sent and unsent columns
   */
  Known known(Row row) {
    return content.known(row);
  }
}
