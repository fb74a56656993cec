package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * How rows of certain shapes, one of a node and one for each of its lookups, are put side by side
 * in one row; with what a mapping says of such rows.
 */
final class WideShape<B extends BoundRow> {
  private final TableSchema[] parts;
  private final int[][] taken;
  private final TableSchema schema;
  private final B bound;

  /**
   * @param parts the shapes as rows are kept in them, the node's own first
   * @param taken for each lookup, the places of the columns that are read
   * @param schema of the row that results
   */
  WideShape(TableSchema[] parts, int[][] taken, TableSchema schema, B bound) {
    this.parts = parts;
    this.taken = taken;
    this.schema = schema;
    this.bound = bound;
  }

  B bound() {
    return bound;
  }

  /**
   * @param found the node's own row, then the looked-up ones: null for those that do not exist
   */
  boolean fits(@Nullable Row[] found) {
    for (int i = 0; i < parts.length; i++) {
      Row row = found[i];
      if (row != null && row.schema() != parts[i]) {
        return false;
      }
    }
    return true;
  }

  /** The rows side by side. */
  Row widen(Row own, @Nullable Row[] found) {
    if (taken.length == 0) {
      return own;
    }
    @Nullable Object[] values = new Object[schema.columns().size()];
    int at = copyOwn(own, values);
    for (int i = 0; i < taken.length; i++) {
      Row row = found[i + 1];
      for (int place : taken[i]) {
        values[at++] = row == null ? null : row.get(place);
      }
    }
    return new Row(schema, values);
  }

  private static int copyOwn(Row own, @Nullable Object[] values) {
    int count = own.schema().columns().size();
    for (int i = 0; i < count; i++) {
      values[i] = own.get(i);
    }
    return count;
  }
}
