package dev.lockstep.oracle;

import dev.lockstep.oracle.MappingModel.Content;
import org.jspecify.annotations.Nullable;

/** A row and what the mapping says of it. */
final class Seen {
  private final TableModel table;
  private final @Nullable Object[] row;
  private final Content content;
  private final boolean keepsNulls;

  /**
   * @param keepsNulls what becomes of NULL here
   */
  Seen(TableModel table, @Nullable Object[] row, Content content, boolean keepsNulls) {
    this.table = table;
    this.row = row;
    this.content = content;
    this.keepsNulls = keepsNulls;
  }

  TableModel table() {
    return table;
  }

  @Nullable Object[] row() {
    return row;
  }

  Content content() {
    return content;
  }

  boolean keepsNulls() {
    return keepsNulls;
  }

  @Nullable Object own(String column) {
    return row[table.place(column)];
  }
}
