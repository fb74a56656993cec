package dev.lockstep.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code explain} is asked about. */
public sealed interface Question {

  /**
   * A row of the source.
   *
   * @param table as {@code schema.table}
   * @param key the values of its key columns in key order, as SQL would take them
   * @param limit the most items to explain
   */
  record OfRow(String table, List<String> key, int limit) implements Question {}

  /**
   * An item of the target.
   *
   * @param key the partition key, and the sort key if the table has one; one text with a comma
   *     between them will do
   * @param table the target table; absent if there is only one
   */
  record OfItem(List<String> key, @Nullable String table) implements Question {}
}
