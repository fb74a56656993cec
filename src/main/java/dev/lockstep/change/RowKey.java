package dev.lockstep.change;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What identifies a row of a table: the values of its key columns, in key order. Immutable. */
public final class RowKey {
  private final TableId table;
  private final @Nullable Object[] values;
  private final int hash;

  /**
   * @param values in key order; not copied, the caller gives it away
   */
  public RowKey(TableId table, @Nullable Object... values) {
    this.table = table;
    this.values = values;
    this.hash = 31 * table.hashCode() + Arrays.hashCode(values);
  }

  /** The table. */
  public TableId table() {
    return table;
  }

  /** The key values in key order. */
  public List<@Nullable Object> values() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RowKey that
        && hash == that.hash
        && table.equals(that.table)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return table + Arrays.toString(values);
  }
}
