package dev.lockstep.source.postgres;

import dev.lockstep.change.Column;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from PostgreSQL's own tables what a table is. */
final class TableReader {
  private static final String COLUMNS =
      "SELECT a.attname, t.typname, a.attnotnull, a.attgenerated <> '',"
          + " a.attlen = -1 AND a.attstorage IN ('x', 'e', 'm')"
          + " AND t.typname NOT IN ('numeric', 'inet', 'cidr')"
          + " AND (c.reltoastrelid <> 0 OR c.relkind = 'p')"
          + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid"
          + " WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped"
          + " ORDER BY a.attnum";
  private static final String TABLES =
      "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
          + " AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
          + " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')"
          + " ORDER BY 1, 2";

  private final PostgresAdmin admin;

  TableReader(PostgresAdmin admin) {
    this.admin = admin;
  }

  /**
   * A column as the server has it.
   *
   * @param type the name of its type
   * @param generated whether the server computes it; such columns are not in the change stream
   * @param toastable whether an update may leave it unsent
   */
  record ServerColumn(
      String name, String type, boolean notNull, boolean generated, boolean toastable) {
    static ServerColumn of(ResultSet row) throws SQLException {
      return new ServerColumn(
          row.getString(1),
          row.getString(2),
          row.getBoolean(3),
          row.getBoolean(4),
          row.getBoolean(5));
    }
  }

  List<TableId> tables() throws SQLException {
    return admin.query(TABLES, row -> new TableId(row.getString(1), row.getString(2)));
  }

  List<ServerColumn> columns(TableId table) throws SQLException {
    return admin.query(COLUMNS, ServerColumn::of, table.schema(), table.name());
  }

  /**
   * Describes a table.
   *
   * @param identity the columns that identify a row; empty for the primary key
   * @return absent if there is no such table, or it lacks one of those columns
   */
  @Nullable SourceTable describe(TableId table, List<String> identity, PostgresTypes types)
      throws SQLException {
    Optional<TableShape> found = admin.shape(table);
    List<ServerColumn> columns = columns(table).stream().filter(c -> !c.generated()).toList();
    List<String> names = columns.stream().map(ServerColumn::name).toList();
    if (found.isEmpty() || !names.containsAll(identity)) {
      return null;
    }
    TableShape shape = found.get();
    List<String> key = identity.isEmpty() ? shape.primaryKey() : identity;
    return new SourceTable(
        new TableSchema(
            table,
            columns.stream().map(column -> column(column, types)).toList(),
            key,
            shape.isDeferrable(key)),
        estimate(table),
        shape.fullIdentity(),
        columns.stream().filter(ServerColumn::toastable).map(ServerColumn::name).toList());
  }

  private static Column column(ServerColumn column, PostgresTypes types) {
    return new Column(column.name(), types.columnType(column.type()), !column.notNull());
  }

  private long estimate(TableId table) throws SQLException {
    Map<TableId, Long> estimates = admin.estimatedRows(List.of(table));
    return estimates.getOrDefault(table, -1L);
  }
}
