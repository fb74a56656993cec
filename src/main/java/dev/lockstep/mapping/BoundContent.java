package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.item.ItemSize;
import dev.lockstep.item.Value;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a row shows of itself and of the rows that it looks up, bound to one shape: the same for a
 * root, where it becomes attributes, and for an embedded row, where it becomes a map.
 */
final class BoundContent {
  private final Attribute[] attributes;
  private final int mapCapacity;

  /**
   * A name and where its value comes from.
   *
   * @param nameBytes the length of the name
   * @param rule what an index demands of it, if it is in an index key
   */
  record Attribute(String name, int nameBytes, BoundValue value, @Nullable KeyRule rule) {}

  BoundContent(List<Attribute> attributes) {
    this.attributes = attributes.toArray(new Attribute[0]);
    this.mapCapacity = attributes.size() * 4 / 3 + 1;
  }

  /** All names, for checks. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (Attribute attribute : attributes) {
      names.add(attribute.name());
    }
    return names;
  }

  /** The places in the row that anything is made of. */
  int[] places() {
    return Arrays.stream(attributes).flatMapToInt(a -> Arrays.stream(a.value().places())).toArray();
  }

  /** An empty map with room for all names. */
  Map<String, Value> newMap() {
    return new LinkedHashMap<>(mapCapacity);
  }

  /** Whether the row holds everything that shows. */
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
   * Adds what a complete row shows.
   *
   * @return the size of names and values, bytes
   * @throws BadValueException if a value does not fit
   */
  int show(Row row, Map<String, Value> values) {
    int bytes = 0;
    for (Attribute attribute : attributes) {
      Value value = value(attribute, row);
      if (value != null) {
        values.put(attribute.name(), value);
        bytes += attribute.nameBytes() + ItemSize.of(value);
      }
    }
    return bytes;
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
   * What is known of a row that is not complete.
   *
   * @throws BadValueException if a value does not fit, or is made of sent and unsent columns
   */
  BoundItem.Known known(Row row) {
    Map<String, Value> set = new LinkedHashMap<>();
    Set<String> absent = new LinkedHashSet<>();
    for (Attribute attribute : attributes) {
      int unsent = attribute.value().unsent(row);
      if (unsent > 0 && unsent < attribute.value().places().length) {
        throw BoundItem.unsent("attribute '" + attribute.name() + "'");
      }
      Value value = unsent > 0 ? null : value(attribute, row);
      if (value != null) {
        set.put(attribute.name(), value);
      } else if (unsent == 0) {
        absent.add(attribute.name());
      }
    }
    return new BoundItem.Known(
        Collections.unmodifiableMap(set), Collections.unmodifiableSet(absent));
  }
}
