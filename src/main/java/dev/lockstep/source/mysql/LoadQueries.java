package dev.lockstep.source.mysql;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a load by others has to read tables whose values the server shows with fewer digits than they
 * have, which are those with a 32-bit number.
 */
public final class LoadQueries {
  private LoadQueries() {}

  /** The statements, by table; the other tables are read as they are. */
  public static Map<TableId, String> of(
      MysqlOptions options, MysqlAdmin admin, Collection<TableId> tables) throws SQLException {
    Map<TableId, List<String>> identities = new TreeMap<>();
    tables.forEach(table -> identities.put(table, List.of()));
    Map<TableId, String> queries = new TreeMap<>();
    for (SourceTable table : new MysqlTables(options, admin).describe(identities).values()) {
      if (isShortened(table.schema())) {
        queries.put(table.schema().table(), MysqlRows.select(table.schema()));
      }
    }
    return queries;
  }

  private static boolean isShortened(TableSchema schema) {
    return schema.columns().stream().anyMatch(MysqlRows::isShortened);
  }
}
