package dev.lockstep.source.mysql;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableSchema;
import dev.lockstep.source.jdbc.SnapshotSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads few rows of a table: those that meet a condition, in the order of some columns. */
final class ProbeRows {
  private final SnapshotSession session;

  ProbeRows(SnapshotSession session) {
    this.session = session;
  }

  /** A condition in SQL, with its parameters. */
  record Filter(String sql, List<Object> parameters) {
    static final Filter NONE = new Filter("TRUE", List.of());

    Filter and(Filter other) {
      List<Object> all = new ArrayList<>(parameters);
      all.addAll(other.parameters);
      return new Filter(sql + " AND " + other.sql, all);
    }

    /** A column compared with a value by an operator, as the server compares them. */
    static Filter compared(TableSchema schema, String column, String operator, Object value) {
      ColumnType type = type(schema, column);
      return new Filter(
          comparable(schema, column) + " " + operator + " " + MysqlParameters.mark(type),
          List.of(MysqlParameters.of(type, value)));
    }

    /**
     * A column that equals a value. Of texts, the server takes those for equal that a collation
     * does, case or accents aside; here they must be the same.
     */
    static Filter equal(TableSchema schema, String column, Object value) {
      ColumnType type = type(schema, column);
      String name = MysqlNames.quote(column);
      Object parameter = MysqlParameters.of(type, value);
      Filter equal = new Filter(name + " = " + MysqlParameters.mark(type), List.of(parameter));
      boolean exact = type.kind() != Kind.TEXT && type.kind() != Kind.UUID;
      return exact
          ? equal
          : equal.and(
              new Filter(
                  "CAST(CONVERT(" + name + " USING utf8mb4) AS BINARY) = CAST(? AS BINARY)",
                  List.of(parameter)));
    }

    /** Rows whose columns have one of several combinations of values, as the server compares. */
    static Filter among(TableSchema schema, List<String> columns, List<? extends List<?>> values) {
      List<Object> parameters = new ArrayList<>();
      List<ColumnType> types = columns.stream().map(column -> type(schema, column)).toList();
      String mark =
          types.stream().map(MysqlParameters::mark).collect(Collectors.joining(", ", "(", ")"));
      for (List<?> tuple : values) {
        for (int i = 0; i < types.size(); i++) {
          parameters.add(MysqlParameters.of(types.get(i), Objects.requireNonNull(tuple.get(i))));
        }
      }
      String marks = String.join(", ", Collections.nCopies(values.size(), mark));
      return new Filter("(" + MysqlNames.list(columns) + ") IN (" + marks + ")", parameters);
    }

    /** Rows whose columns come after some values, in the order of the columns. */
    static Filter after(TableSchema schema, RowKey key) {
      List<String> alternatives = new ArrayList<>();
      List<Object> parameters = new ArrayList<>();
      Filter before = NONE;
      for (int i = 0; i < schema.keyColumns().size(); i++) {
        String column = schema.keyColumns().get(i);
        Object value = Objects.requireNonNull(key.values().get(i));
        Filter here = before.and(compared(schema, column, ">", value));
        alternatives.add(here.sql());
        parameters.addAll(here.parameters());
        before = before.and(compared(schema, column, "=", value));
      }
      return new Filter("((" + String.join(") OR (", alternatives) + "))", parameters);
    }
  }

  private static ColumnType type(TableSchema schema, String column) {
    return schema.columns().get(schema.indexOf(column)).type();
  }

  /** Labels are compared as texts and ordered as numbers, unless they are cast. */
  private static String comparable(TableSchema schema, String column) {
    String name = MysqlNames.quote(column);
    return type(schema, column).kind() == Kind.ENUM ? "CAST(" + name + " AS CHAR)" : name;
  }

  /**
   * Reads rows.
   *
   * @param order the columns by which they are ordered; empty for no order
   * @param limit the most that come
   */
  List<Row> read(TableSchema schema, Filter filter, List<String> order, int limit) {
    return read(schema, filter, order, "", limit);
  }

  /** The row that comes last in an order, if there are any. */
  @Nullable Row last(TableSchema schema, Filter filter, List<String> order) {
    return read(schema, filter, order, " DESC", 1).stream().findFirst().orElse(null);
  }

  private List<Row> read(
      TableSchema schema, Filter filter, List<String> order, String direction, int limit) {
    String by =
        order.stream()
            .map(column -> comparable(schema, column) + direction)
            .collect(Collectors.joining(", "));
    ColumnType[] types = MysqlRows.types(schema);
    String sql =
        "SELECT "
            + MysqlRows.list(schema)
            + " FROM "
            + MysqlNames.quote(schema.table())
            + " WHERE "
            + filter.sql()
            + (by.isEmpty() ? "" : " ORDER BY " + by)
            + " LIMIT "
            + limit;
    return session.query(
        sql, row -> new Row(schema, MysqlRows.values(row, types)), filter.parameters());
  }

  /** Whether a table has more rows than a few, without reading them all. */
  boolean hasMoreThan(TableSchema schema, int rows) {
    String sql =
        "SELECT count(*) FROM (SELECT 1 FROM "
            + MysqlNames.quote(schema.table())
            + " LIMIT "
            + (rows + 1L)
            + ") AS counted";
    return session.query(sql, row -> row.getLong(1), List.of()).get(0) > rows;
  }
}
