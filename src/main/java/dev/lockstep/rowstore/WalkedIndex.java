package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.Unavailable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index as it is kept.
 *
 * @param number names it in {@link Space#LINKS}; {@link #CLUSTERED} if its columns are the first
 *     key columns, so that the rows themselves are in its order and it needs no entries
 * @param columns in order
 */
record WalkedIndex(int number, List<String> columns) {
  static final int CLUSTERED = 0;

  boolean isClustered() {
    return number == CLUSTERED;
  }

  /**
   * The common beginning of the entries that lead to rows like this one; null if there are none.
   */
  byte @Nullable [] prefixOf(Row row) {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (String column : columns) {
      values.add(row.get(column));
    }
    return isIndexed(values) ? Keys.link(number, values) : null;
  }

  /** NULL references nothing, and what is not known leads nowhere. */
  static boolean isIndexed(List<? extends @Nullable Object> values) {
    for (Object value : values) {
      if (value == null || value == Unavailable.UNAVAILABLE) {
        return false;
      }
    }
    return true;
  }
}
