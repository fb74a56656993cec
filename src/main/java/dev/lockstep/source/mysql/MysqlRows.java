package dev.lockstep.source.mysql;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads rows by plain SQL, each value from the very bytes that the server sends for it. */
final class MysqlRows {
  /** Row by row, as the server sends them: the driver's word for it. */
  private static final int STREAMING = Integer.MIN_VALUE;

  private MysqlRows() {}

  /** Takes a row, and may fail in its own way. */
  interface Sink<E extends Exception> {
    void accept(Row row) throws E;
  }

  /** The columns of a table as a query lists them, in their order. */
  static String list(TableSchema schema) {
    return schema.columns().stream().map(MysqlRows::expression).collect(Collectors.joining(", "));
  }

  private static String expression(Column column) {
    String name = MysqlNames.quote(column.name());
    return isShortened(column) ? name + " + 0e0 AS " + name : name;
  }

  /** The server writes a 32-bit number with six digits unless it computes with it. */
  static boolean isShortened(Column column) {
    return column.type().kind() == Kind.FLOAT
        && column.type().sourceName().startsWith(MysqlTypes.FLOAT);
  }

  /** The statement that reads all of a table's columns, in their order. */
  static String select(TableSchema schema) {
    return "SELECT " + list(schema) + " FROM " + MysqlNames.quote(schema.table());
  }

  /** Reads all rows of a table over a connection that has nothing else to do meanwhile. */
  static <E extends Exception> void read(Connection connection, TableSchema schema, Sink<E> sink)
      throws SQLException, E {
    ColumnType[] types = types(schema);
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(STREAMING);
      try (ResultSet result = statement.executeQuery(select(schema))) {
        while (result.next()) {
          sink.accept(new Row(schema, values(result, types)));
        }
      }
    }
  }

  static ColumnType[] types(TableSchema schema) {
    return schema.columns().stream().map(Column::type).toArray(ColumnType[]::new);
  }

  /** The first values of a row, held as the change stream holds them. */
  static @Nullable Object[] values(ResultSet row, ColumnType[] types) throws SQLException {
    @Nullable Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      byte[] sent = row.getBytes(i + 1);
      values[i] = sent == null ? null : MysqlValues.ofServer(types[i], sent);
    }
    return values;
  }
}
