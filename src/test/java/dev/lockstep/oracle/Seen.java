package dev.lockstep.oracle;

import dev.lockstep.oracle.MappingModel.Content;
import org.jspecify.annotations.Nullable;

/**
 * A row and what the mapping says of it.
 *
 * @param keepsNulls what becomes of NULL here
 */
record Seen(TableModel table, @Nullable Object[] row, Content content, boolean keepsNulls) {

  @Nullable Object own(String column) {
    return row[table.place(column)];
  }
}
