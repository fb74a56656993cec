package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.item.Value;
import org.jspecify.annotations.Nullable;

/**
 * An embed bound to one shape of the embedded rows.
 *
 * @param content what a row shows, where no {@code value} stands for it
 * @param where which rows are carried; absent for all
 * @param key of a map's entry; absent otherwise
 * @param value what stands for a row; absent for a map of its content
 * @param order the columns that order a list
 */
record BoundElement(
    BoundContent content,
    @Nullable Where where,
    @Nullable BoundValue key,
    @Nullable BoundValue value,
    OrderKey order)
    implements BoundRow {

  /**
   * What stands for a row; null if nothing does.
   *
   * @throws BadValueException if a value does not fit
   */
  static @Nullable Value of(BoundValue value, Row row, String what) {
    if (row.hasUnavailable() && value.unsent(row) > 0) {
      throw BoundItem.unsent(what);
    }
    return value.of(row);
  }
}
