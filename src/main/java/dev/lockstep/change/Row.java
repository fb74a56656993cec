package dev.lockstep.change;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row: values in the order of its schema's columns, each held as its {@link ColumnType.Kind}
 * says, null for NULL, or {@link Unavailable#UNAVAILABLE}. Immutable by convention: the array is
 * owned by the row from construction on.
 */
public final class Row {
  private final TableSchema schema;
  private final @Nullable Object[] values;

  /**
   * @param values one per column; not copied, the caller gives it away
   * @throws IllegalArgumentException if the count differs from the schema's
   */
  public Row(TableSchema schema, @Nullable Object[] values) {
    if (values.length != schema.columns().size()) {
      throw new IllegalArgumentException(
          values.length
              + " values for "
              + schema.columns().size()
              + " columns of "
              + schema.table());
    }
    this.schema = schema;
    this.values = values;
  }

  /** The shape of this row, shared with its siblings. */
  public TableSchema schema() {
    return schema;
  }

  /** The table of this row. */
  public TableId table() {
    return schema.table();
  }

  /** The value at a place: null is NULL; may be {@link Unavailable#UNAVAILABLE}. */
  public @Nullable Object get(int index) {
    return values[index];
  }

  /**
   * The value of a column by name.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public @Nullable Object get(String column) {
    int index = schema.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(schema.table() + " has no column " + column);
    }
    return values[index];
  }

  /** Whether the source did not send the value at a place. */
  public boolean isUnavailable(int index) {
    return values[index] == Unavailable.UNAVAILABLE;
  }

  /** Whether the source did not send some value. */
  public boolean hasUnavailable() {
    for (Object value : values) {
      if (value == Unavailable.UNAVAILABLE) {
        return true;
      }
    }
    return false;
  }

  /** Whether some value outside the key is known. */
  boolean knowsMoreThanKey() {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != Unavailable.UNAVAILABLE && !schema.isKey(i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What identifies this row in its table.
   *
   * @throws IllegalStateException if the schema has no key
   */
  public RowKey key() {
    int[] keyIndexes = schema.keyIndexes();
    if (keyIndexes.length == 0) {
      throw new IllegalStateException(schema.table() + " has no key");
    }
    @Nullable Object[] key = new Object[keyIndexes.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = values[keyIndexes[i]];
    }
    return new RowKey(schema.table(), key);
  }

  /** This row, with what the source did not send taken from an earlier state of the same row. */
  public Row fillFrom(Row earlier) {
    if (!hasUnavailable()) {
      return this;
    }
    @Nullable Object[] filled = values.clone();
    for (int i = 0; i < filled.length; i++) {
      int there =
          filled[i] == Unavailable.UNAVAILABLE
              ? earlier.schema.indexOf(schema.columns().get(i).name())
              : -1;
      if (there >= 0) {
        filled[i] = earlier.values[there];
      }
    }
    return new Row(schema, filled);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row that
        && schema.table().equals(that.schema.table())
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return schema.table() + Arrays.toString(values);
  }
}
