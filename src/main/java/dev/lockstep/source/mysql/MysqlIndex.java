package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An index of a table.
 *
 * @param name {@code PRIMARY} for the primary key
 * @param unique whether no two rows have the same values of its columns, if none is NULL
 * @param columns in its order, up to the first part that is no column; of some it may hold only the
 *     beginning
 * @param searchable how many of its columns, from the first on, a search may go by
 */
record MysqlIndex(String name, boolean unique, List<String> columns, int searchable) {
  private static final String PRIMARY = "PRIMARY";

  /** Expressions (since 8.0.13) have no column; SUB_PART is the length of a beginning. */
  private static final String SQL =
      "SELECT INDEX_NAME, NON_UNIQUE = 0, IS_VISIBLE = 'YES' AND INDEX_TYPE IN ('BTREE', 'HASH'),"
          + " COLUMN_NAME, SUB_PART IS NULL FROM information_schema.STATISTICS"
          + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
          + " ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX";

  MysqlIndex {
    columns = List.copyOf(columns);
  }

  private record Part(
      String index, boolean unique, boolean usable, Optional<String> column, boolean whole) {
    static Part of(ResultSet row) throws SQLException {
      return new Part(
          row.getString(1),
          row.getBoolean(2),
          row.getBoolean(3),
          Optional.ofNullable(row.getString(4)),
          row.getBoolean(5));
    }

    boolean leads() {
      return usable && whole && column.isPresent();
    }
  }

  /** The indexes of a table, the primary key first. */
  static List<MysqlIndex> read(JdbcSession session, TableId table) throws SQLException {
    return of(session.query(SQL, Part::of, table.schema(), table.name()));
  }

  private static List<MysqlIndex> of(List<Part> parts) {
    Map<String, List<Part>> byName = new LinkedHashMap<>();
    parts.forEach(
        part -> byName.computeIfAbsent(part.index(), name -> new ArrayList<>()).add(part));
    return byName.values().stream().map(MysqlIndex::index).toList();
  }

  private static MysqlIndex index(List<Part> parts) {
    List<String> columns =
        parts.stream().map(Part::column).takeWhile(Optional::isPresent).map(Optional::get).toList();
    return new MysqlIndex(
        parts.get(0).index(),
        parts.get(0).unique() && columns.size() == parts.size(),
        columns,
        (int) parts.stream().takeWhile(Part::leads).count());
  }

  boolean isPrimary() {
    return name.equals(PRIMARY);
  }

  /** Whether rows with given values of some columns are found by it: it begins with them. */
  boolean serves(Collection<String> wanted) {
    return searchable >= wanted.size()
        && new HashSet<>(columns.subList(0, wanted.size())).containsAll(wanted);
  }

  /** Whether it has rows in the order of some columns. */
  boolean orders(List<String> wanted) {
    return searchable >= wanted.size() && columns.subList(0, wanted.size()).equals(wanted);
  }
}
