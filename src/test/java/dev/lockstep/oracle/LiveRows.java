package dev.lockstep.oracle;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a real database at one time. */
final class LiveRows implements Evaluator.Rows {
  private final Map<TableModel, List<@Nullable Object[]>> rows = new HashMap<>();

  /** Reads all rows of a schema's tables in one snapshot, and ends the transaction. */
  static LiveRows read(Connection connection, SchemaModel schema) throws SQLException {
    LiveRows live = new LiveRows();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      for (TableModel table : schema.tables()) {
        live.rows.put(table, read(statement, table));
      }
    }
    connection.commit();
    return live;
  }

  private static List<@Nullable Object[]> read(Statement statement, TableModel table)
      throws SQLException {
    String columns =
        table.columns().stream()
            .map(TableModel.ColumnModel::name)
            .collect(Collectors.joining(", "));
    List<@Nullable Object[]> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SELECT " + columns + " FROM " + table.name())) {
      while (row.next()) {
        @Nullable Object[] values = new Object[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = value(row, i + 1, table.columns().get(i).kind());
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static @Nullable Object value(ResultSet row, int column, Kind kind) throws SQLException {
    Object value =
        switch (kind) {
          case INTEGER -> row.getLong(column);
          case DECIMAL -> row.getBigDecimal(column);
          case BOOLEAN -> row.getBoolean(column);
          case TEXT, UUID -> row.getString(column);
          case TIMESTAMP -> row.getObject(column, LocalDateTime.class);
        };
    return row.wasNull() ? null : value instanceof LocalDateTime time ? micros(time) : value;
  }

  private static long micros(LocalDateTime time) {
    return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
  }

  /** A value as a statement's parameter. */
  static @Nullable Object parameter(Kind kind, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case INTEGER, BOOLEAN, TEXT -> value;
      case DECIMAL -> (BigDecimal) value;
      case UUID -> java.util.UUID.fromString((String) value);
      case TIMESTAMP -> Kind.dateTime((Long) value);
    };
  }

  @Override
  public List<@Nullable Object[]> of(TableModel table) {
    return Objects.requireNonNull(rows.get(table));
  }
}
