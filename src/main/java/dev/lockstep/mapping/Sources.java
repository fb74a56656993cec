package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Problems;
import dev.lockstep.yaml.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the source, as a mapping finds them or does not find them.
 *
 * @param tables those that the mapping reads
 * @param known all, for suggestions
 */
record Sources(Map<TableId, SourceTable> tables, Collection<TableId> known, Problems problems) {

  /**
   * A table; null if there is none, which is reported.
   *
   * @param user who reads it: {@code item type 'order'}
   */
  @Nullable SourceTable find(String user, TableId table, Place place) {
    SourceTable source = tables.get(table);
    if (source == null) {
      List<String> names = known.stream().map(TableId::toString).toList();
      problems.error(
          "UNKNOWN-SOURCE-TABLE",
          user
              + " reads "
              + table
              + ", and the source has no such table, or this user may not see it",
          place,
          Suggestions.didYouMean(table.toString(), names)
              + "Check schema and name, and GRANT SELECT on the table.");
    }
    return source;
  }

  /** Whether rows of a table can be told apart; if not, that is reported. */
  boolean checkRowKey(String user, TableSchema schema, List<Named> identity, Place place) {
    boolean known = true;
    for (Named column : identity) {
      known &= checkIdentity(user, schema, column);
    }
    if (schema.keyColumns().isEmpty() && identity.isEmpty()) {
      problems.error(
          "NO-ROW-KEY",
          "table " + schema.table() + " of " + user + " has no primary key",
          place,
          "Name unique columns that are never NULL with 'identity: [columns]', or add a primary"
              + " key.");
    }
    return known && !schema.keyColumns().isEmpty();
  }

  private boolean checkIdentity(String user, TableSchema schema, Named column) {
    if (schema.indexOf(column.name()) >= 0) {
      return true;
    }
    problems.error(
        "UNKNOWN-COLUMN",
        "the identity of "
            + user
            + " names '"
            + column
            + "', which is no column of "
            + schema.table(),
        column.place(),
        suggestion(column, schema) + "Name columns that together are unique and never NULL.");
    return false;
  }

  /** Whether a table has a column that a reference names; if not, that is reported. */
  boolean checkColumn(String user, TableSchema schema, Named column) {
    if (schema.indexOf(column.name()) >= 0) {
      return true;
    }
    problems.error(
        "UNKNOWN-COLUMN",
        user
            + " references by column '"
            + column
            + "', which table "
            + schema.table()
            + " does not have",
        column.place(),
        suggestion(column, schema) + "Columns are " + String.join(", ", names(schema)) + ".");
    return false;
  }

  private static String suggestion(Named column, TableSchema schema) {
    return Suggestions.didYouMean(column.name(), names(schema));
  }

  private static List<String> names(TableSchema schema) {
    return schema.columns().stream().map(Column::name).toList();
  }
}
