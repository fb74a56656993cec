package dev.lockstep.change;

import org.jspecify.annotations.Nullable;

/** One committed change of the source. */
public sealed interface Change {

  /** The table that changed. */
  TableId table();

  /**
   * A row that the snapshot read.
   *
   * @param row complete
   */
  record Read(Row row) implements Change {
    @Override
    public TableId table() {
      return row.table();
    }
  }

  /**
   * A new row.
   *
   * @param row complete
   */
  record Insert(Row row) implements Change {
    @Override
    public TableId table() {
      return row.table();
    }
  }

  /**
   * A changed row; its key may have changed.
   *
   * @param before the earlier state; columns that the replica identity does not hold are {@link
   *     Unavailable}. Absent when the source sent none, which also says that the key is unchanged
   * @param after the new state; unchanged TOASTed values are {@link Unavailable}
   */
  record Update(@Nullable Row before, Row after) implements Change {
    @Override
    public TableId table() {
      return after.table();
    }

    /** The key under which the row was known before. */
    public RowKey keyBefore() {
      return before == null ? after.key() : before.key();
    }
  }

  /**
   * A removed row.
   *
   * @param before its last state; columns that the replica identity does not hold are {@link
   *     Unavailable}
   */
  record Delete(Row before) implements Change {
    @Override
    public TableId table() {
      return before.table();
    }
  }

  /**
   * All rows of the table are gone.
   *
   * @param table the emptied table
   */
  record Truncate(TableId table) implements Change {}
}
