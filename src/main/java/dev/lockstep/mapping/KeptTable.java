package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A table of which a plan needs rows that no single change carries, and what it needs of them.
 *
 * @param table the table
 * @param keyColumns the columns that identify a row, in key order; at least one
 * @param columns the columns that are kept, in the order in which kept rows hold them: the key
 *     columns first, then the others as given
 * @param indexes the column tuples by which the plan walks from a row to the rows that reference
 *     it: foreign keys, declared in the source or not; every column is kept
 */
public record KeptTable(
    TableId table, List<String> keyColumns, List<String> columns, List<List<String>> indexes) {

  /**
   * Puts the key columns in front and drops repetitions.
   *
   * @throws IllegalArgumentException if there is no key column, or an index is empty or has a
   *     column that is not kept
   */
  public KeptTable {
    if (keyColumns.isEmpty()) {
      throw new IllegalArgumentException(table + " has no key, so no row of it can be kept");
    }
    keyColumns = List.copyOf(keyColumns);
    columns = keyFirst(keyColumns, columns);
    indexes = indexes.stream().map(List::copyOf).toList();
    for (List<String> index : indexes) {
      requireKept(table, columns, index);
    }
  }

  private static List<String> keyFirst(List<String> keyColumns, List<String> columns) {
    LinkedHashSet<String> all = new LinkedHashSet<>(keyColumns);
    all.addAll(columns);
    return List.copyOf(new ArrayList<>(all));
  }

  private static void requireKept(TableId table, List<String> columns, List<String> index) {
    if (index.isEmpty() || !columns.containsAll(index)) {
      throw new IllegalArgumentException(
          "an index of " + table + " on " + index + ", but the kept columns are " + columns);
    }
  }
}
