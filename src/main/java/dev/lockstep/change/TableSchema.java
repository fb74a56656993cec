package dev.lockstep.change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a table's rows at one time. A source shares one instance among all rows of that
 * shape, so that consumers may cache what they derive from it by identity. Immutable.
 */
public final class TableSchema {
  private final TableId table;
  private final List<Column> columns;
  private final List<String> keyColumns;
  private final int[] keyIndexes;
  private final boolean deferrableKey;
  private final Map<String, Integer> indexes = new HashMap<>();

  /**
   * @param columns in the order in which rows hold their values
   * @param keyColumns the columns that identify a row (primary key, or the identity that a mapping
   *     names), in key order; empty if there is none
   * @throws IllegalArgumentException if a key column is not a column
   */
  public TableSchema(TableId table, List<Column> columns, List<String> keyColumns) {
    this(table, columns, keyColumns, false);
  }

  /**
   * @param columns in the order in which rows hold their values
   * @param keyColumns the columns that identify a row (primary key, or the identity that a mapping
   *     names), in key order; empty if there is none
   * @param deferrableKey whether two rows may share a key in the midst of a transaction: the key's
   *     constraint is deferrable, or nothing enforces the identity
   * @throws IllegalArgumentException if a key column is not a column
   */
  public TableSchema(
      TableId table, List<Column> columns, List<String> keyColumns, boolean deferrableKey) {
    this.table = table;
    this.deferrableKey = deferrableKey;
    this.columns = List.copyOf(columns);
    this.keyColumns = List.copyOf(keyColumns);
    for (int i = 0; i < columns.size(); i++) {
      indexes.put(columns.get(i).name(), i);
    }
    this.keyIndexes = keyColumns.stream().mapToInt(this::requireIndex).toArray();
  }

  private int requireIndex(String column) {
    int index = indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(table + " has no column " + column);
    }
    return index;
  }

  /** The table. */
  public TableId table() {
    return table;
  }

  /** The columns in the order of a row's values. */
  public List<Column> columns() {
    return columns;
  }

  /** The columns that identify a row, in key order; empty if there is none. */
  public List<String> keyColumns() {
    return keyColumns;
  }

  /** Whether two rows may share a key in the midst of a transaction. */
  public boolean deferrableKey() {
    return deferrableKey;
  }

  /** The place of a column in a row, or -1. */
  public int indexOf(String column) {
    return indexes.getOrDefault(column, -1);
  }

  int[] keyIndexes() {
    return keyIndexes;
  }

  boolean isKey(int index) {
    for (int keyIndex : keyIndexes) {
      if (keyIndex == index) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return table + columns.toString();
  }
}
