package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemSize;
import dev.lockstep.item.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An item type bound to one schema of its root: makes items of rows. */
final class BoundItem {
  private final ItemTypePlan plan;
  private final KeyPart partition;
  private final @Nullable KeyPart sort;
  private final Attribute[] attributes;
  private final @Nullable Where where;
  private final int mapCapacity;

  /** A key attribute of the table. */
  record KeyPart(KeyRule rule, BoundValue value) {}

  /**
   * Any other attribute.
   *
   * @param nameBytes the length of the name
   * @param rule what an index demands of it, if it is in an index key
   */
  record Attribute(String name, int nameBytes, BoundValue value, @Nullable KeyRule rule) {}

  /**
   * The attributes of an item as far as they are known.
   *
   * @param set with their values
   * @param absent known to be absent
   */
  record Known(Map<String, Value> set, Set<String> absent) {}

  BoundItem(
      ItemTypePlan plan, List<KeyPart> key, List<Attribute> attributes, @Nullable Where where) {
    this.plan = plan;
    this.partition = key.get(0);
    this.sort = key.size() > 1 ? key.get(1) : null;
    this.attributes = attributes.toArray(new Attribute[0]);
    this.where = where;
    this.mapCapacity = attributes.size() * 4 / 3 + 1;
  }

  ItemTypePlan plan() {
    return plan;
  }

  boolean hasWhere() {
    return where != null;
  }

  /** The attribute names, for checks. */
  Set<String> attributeNames() {
    Set<String> names = new LinkedHashSet<>();
    for (Attribute attribute : attributes) {
      names.add(attribute.name());
    }
    return names;
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
    if (!row.hasUnavailable()) {
      return true;
    }
    for (Attribute attribute : attributes) {
      if (attribute.value().unsent(row) > 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The item of a complete row.
   *
   * @throws BadValueException if a value does not fit or the item is too large
   */
  Item item(Row row, ItemKey key) {
    Map<String, Value> values = new LinkedHashMap<>(mapCapacity);
    int bytes = 0;
    for (Attribute attribute : attributes) {
      Value value = value(attribute, row);
      if (value != null) {
        values.put(attribute.name(), value);
        bytes += attribute.nameBytes() + ItemSize.of(value);
      }
    }
    Item item = new Item(key, Collections.unmodifiableMap(values));
    checkSize(item, bytes);
    return item;
  }

  /** Keys and bookkeeping are small: only an item near the limit is measured in full. */
  private void checkSize(Item item, int attributeBytes) {
    if (attributeBytes < ItemSize.MAX_ITEM_BYTES / 2) {
      return;
    }
    int size = ItemSize.of(item, plan.table());
    if (size > ItemSize.MAX_ITEM_BYTES) {
      throw new BadValueException(
          "ITEM-TOO-LARGE",
          "the item has " + size + " bytes, and DynamoDB takes " + ItemSize.MAX_ITEM_BYTES,
          "Leave large columns out with columns: { except: [ … ] }.");
    }
  }

  private static @Nullable Value value(Attribute attribute, Row row) {
    try {
      Value value = attribute.value().of(row);
      return attribute.rule() == null ? value : attribute.rule().optional(value);
    } catch (BadValueException e) {
      throw e.of("attribute '" + attribute.name() + "'");
    }
  }

  /**
   * What is known of the item of a row that is not complete.
   *
   * @throws BadValueException if a value does not fit, or is made of sent and unsent columns
   */
  Known known(Row row) {
    Map<String, Value> set = new LinkedHashMap<>();
    Set<String> absent = new LinkedHashSet<>();
    for (Attribute attribute : attributes) {
      int unsent = attribute.value().unsent(row);
      if (unsent > 0 && unsent < attribute.value().places().length) {
        throw unsent("attribute '" + attribute.name() + "'");
      }
      Value value = unsent > 0 ? null : value(attribute, row);
      if (value != null) {
        set.put(attribute.name(), value);
      } else if (unsent == 0) {
        absent.add(attribute.name());
      }
    }
    return new Known(Collections.unmodifiableMap(set), Collections.unmodifiableSet(absent));
  }
}
