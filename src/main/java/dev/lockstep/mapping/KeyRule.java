package dev.lockstep.mapping;

import dev.lockstep.item.ItemSize;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import org.jspecify.annotations.Nullable;

/**
 * What DynamoDB demands of a key attribute's value.
 *
 * @param attribute its name
 * @param type its type
 * @param maxBytes its largest size
 */
record KeyRule(String attribute, KeyType type, int maxBytes) {

  static KeyRule partition(String attribute, KeyType type) {
    return new KeyRule(attribute, type, ItemSize.MAX_PARTITION_KEY_BYTES);
  }

  static KeyRule sort(String attribute, KeyType type) {
    return new KeyRule(attribute, type, ItemSize.MAX_SORT_KEY_BYTES);
  }

  /**
   * A value of the table's own key.
   *
   * @throws BadValueException if DynamoDB would not take it
   */
  Value required(@Nullable Value value) {
    if (value == null || value instanceof Value.Null) {
      throw new BadValueException(
          "KEY-NULL",
          "key attribute '" + attribute + "' is made of a NULL",
          "Make the column NOT NULL, or leave such rows out with 'where'.");
    }
    if (isEmpty(value)) {
      throw new BadValueException(
          "KEY-EMPTY",
          "key attribute '" + attribute + "' is empty",
          "Give the key a fixed text beside the column, or leave such rows out with 'where'.");
    }
    return checked(value);
  }

  /**
   * A value of an index key: one that is missing, NULL or empty is left out, and the item out of
   * the index.
   *
   * @throws BadValueException if DynamoDB would not take it
   */
  @Nullable Value optional(@Nullable Value value) {
    return value == null || value instanceof Value.Null || isEmpty(value) ? null : checked(value);
  }

  private static boolean isEmpty(Value value) {
    return value instanceof Value.Text text
        ? text.text().isEmpty()
        : value instanceof Value.Binary binary && !binary.bytes().hasRemaining();
  }

  private Value checked(Value value) {
    if (!isOfType(value)) {
      throw new BadValueException(
          "KEY-TYPE",
          "key attribute '" + attribute + "' must be of type " + type,
          "Correct the row, or map a value that always fits.");
    }
    if (type != KeyType.N && ItemSize.of(value) > maxBytes) {
      throw new BadValueException(
          "KEY-TOO-LONG",
          "key attribute '" + attribute + "' is longer than " + maxBytes + " bytes",
          "Make the key of shorter columns.");
    }
    return value;
  }

  private boolean isOfType(Value value) {
    return switch (type) {
      case S -> value instanceof Value.Text;
      case N -> value instanceof Value.Num;
      case B -> value instanceof Value.Binary;
    };
  }
}
