package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows that a plan keeps ({@link KeptTable}). Reads see whole transactions only: all up
 * to some point, nothing of what comes after. Scans run in primary-key order and stop after a given
 * number of rows, so that a walk over any number of rows can be done in slices and holds none of
 * them: the key that a scan returns is where the next one goes on, whatever was written in between.
 *
 * <p>Keys and index values match as the source's equality does for exact numbers (5, 5.0 and 5.00
 * are one key) and for floats of either width; text matches code point by code point, which is
 * stricter than a case-insensitive collation.
 */
public interface RowLookup {

  /**
   * A row as it is kept.
   *
   * @param row its kept columns, in the order of {@link KeptTable#columns()}; all rows of one shape
   *     share one schema. A column that is not known (kept only since after the row was stored, or
   *     never sent by the source) is {@link dev.lockstep.change.Unavailable}
   * @param version of the transaction that left the row in this state
   */
  record KeptRow(Row row, Version version) {}

  /**
   * The row with a key.
   *
   * @return null if there is none
   * @throws IllegalArgumentException if the table is not kept
   */
  @Nullable KeptRow get(RowKey key);

  /**
   * The rows whose index columns have the given values, in primary-key order.
   *
   * @param table a kept table
   * @param index the place of the index in {@link KeptTable#indexes()}
   * @param values one per index column; if one of them is null or unavailable, there are no rows
   * @param after where to go on: only rows with a greater primary key; null for the beginning
   * @param limit the most rows to hand over
   * @param each takes the rows; may read from this lookup
   * @return the key of the last row handed over if the limit was reached, empty if there are no
   *     more rows
   * @throws IllegalArgumentException if the table is not kept or has no such index
   */
  Optional<RowKey> children(
      TableId table,
      int index,
      List<? extends @Nullable Object> values,
      @Nullable RowKey after,
      int limit,
      Consumer<KeptRow> each);

  /**
   * All rows of a table in primary-key order.
   *
   * @param table a kept table
   * @param after where to go on: only rows with a greater primary key; null for the beginning
   * @param limit the most rows to hand over
   * @param each takes the rows; may read from this lookup
   * @return the key of the last row handed over if the limit was reached, empty if there are no
   *     more rows
   * @throws IllegalArgumentException if the table is not kept
   */
  Optional<RowKey> rows(TableId table, @Nullable RowKey after, int limit, Consumer<KeptRow> each);
}
