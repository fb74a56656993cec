package dev.lockstep.item;

import org.jspecify.annotations.Nullable;

/**
 * The primary key of an item.
 *
 * @param table the DynamoDB table
 * @param partition the partition key's value: text, number or binary
 * @param sort the sort key's value; absent in a table without one
 */
public record ItemKey(String table, Value partition, @Nullable Value sort) {

  @Override
  public String toString() {
    return table + "/" + text(partition) + (sort == null ? "" : "," + text(sort));
  }

  /** A key value as people read it. */
  public static String text(Value value) {
    if (value instanceof Value.Text text) {
      return text.text();
    }
    return value instanceof Value.Num number ? number.digits() : value.toString();
  }
}
