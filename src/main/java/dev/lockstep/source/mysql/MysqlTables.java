package dev.lockstep.source.mysql;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads from the server's own tables what a table is. */
final class MysqlTables {
  private static final String TABLES =
      "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES"
          + " WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME <> ?"
          + " ORDER BY 1, 2";
  private static final String COLUMNS =
      "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE = 'YES', CHARACTER_SET_NAME FROM information_schema.COLUMNS"
          + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION";

  /** All columns of the key, those of which only the beginning is indexed too. */
  private static final String PRIMARY_KEY =
      "SELECT COLUMN_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ?"
          + " AND TABLE_NAME = ? AND INDEX_NAME = 'PRIMARY' ORDER BY SEQ_IN_INDEX";

  private final String database;
  private final MysqlAdmin admin;

  MysqlTables(MysqlOptions options, MysqlAdmin admin) {
    this.database = options.database();
    this.admin = admin;
  }

  /** All that the user may read, without Lockstep's own. */
  List<TableId> all() throws SQLException {
    return admin
        .session()
        .query(
            TABLES,
            row -> new TableId(row.getString(1), row.getString(2)),
            database,
            HeartbeatTable.NAME);
  }

  /**
   * Describes tables; those that are not there, or lack a column of an identity, are left out. The
   * log has the whole row before every change, or a check refuses the server.
   */
  Map<TableId, SourceTable> describe(Map<TableId, List<String>> identities) throws SQLException {
    Map<TableId, Long> estimates = admin.estimatedRows(identities.keySet());
    MysqlForeignKeys keys = new MysqlForeignKeys(admin.session());
    boolean silent = keys.actSilently();
    Map<TableId, SourceTable> described = new TreeMap<>();
    for (Map.Entry<TableId, List<String>> entry : identities.entrySet()) {
      TableId table = entry.getKey();
      Optional<TableSchema> schema = schema(table, entry.getValue());
      if (schema.isPresent()) {
        List<ForeignKeyAction> actions = silent ? keys.of(table) : List.of();
        long rows = estimates.getOrDefault(table, -1L);
        described.put(table, new SourceTable(schema.get(), rows, true, List.of(), actions));
      }
    }
    return described;
  }

  private Optional<TableSchema> schema(TableId table, List<String> identity) throws SQLException {
    List<Column> columns =
        admin.session().query(COLUMNS, MysqlTables::column, table.schema(), table.name());
    List<String> names = columns.stream().map(Column::name).toList();
    if (columns.isEmpty() || !names.containsAll(identity)) {
      return Optional.empty();
    }
    List<String> key = identity.isEmpty() ? primaryKey(table) : identity;
    return Optional.of(
        new TableSchema(table, columns, key, !identity.isEmpty() && !isUnique(table, key)));
  }

  private static Column column(ResultSet row) throws SQLException {
    return new Column(
        row.getString(1), type(row.getString(2), row.getString(4)), row.getBoolean(3));
  }

  private static ColumnType type(String declaration, @Nullable String charset) {
    return MysqlCharsets.isReadable(charset)
        ? MysqlTypes.of(declaration)
        : ColumnType.of(Kind.UNSUPPORTED, declaration + " character set " + charset);
  }

  private List<String> primaryKey(TableId table) throws SQLException {
    return admin
        .session()
        .query(PRIMARY_KEY, row -> row.getString(1), table.schema(), table.name());
  }

  private boolean isUnique(TableId table, List<String> key) throws SQLException {
    return MysqlIndex.read(admin.session(), table).stream()
        .anyMatch(index -> index.unique() && key.containsAll(index.columns()));
  }
}
