package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An index of a table.
 *
 * @param name {@code PRIMARY} for the primary key
 * @param unique whether no two rows have the same values of all its columns, if none is NULL
 * @param usable whether a search may use it
 * @param columns in its order, up to the first part that is no whole column
 */
record MysqlIndex(String name, boolean unique, boolean usable, List<String> columns) {
  private static final String PRIMARY = "PRIMARY";

  /** Expressions (since 8.0.13) have no column; SUB_PART is the length of a prefix. */
  private static final String SQL =
      "SELECT INDEX_NAME, NON_UNIQUE = 0, IS_VISIBLE = 'YES' AND INDEX_TYPE IN ('BTREE', 'HASH'),"
          + " IF(SUB_PART IS NULL, COLUMN_NAME, NULL) FROM information_schema.STATISTICS"
          + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
          + " ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX";

  MysqlIndex {
    columns = List.copyOf(columns);
  }

  private record Part(String index, boolean unique, boolean usable, boolean whole, String column) {
    static Part of(ResultSet row) throws SQLException {
      String column = row.getString(4);
      return new Part(
          row.getString(1),
          row.getBoolean(2),
          row.getBoolean(3),
          column != null,
          column == null ? "" : column);
    }
  }

  /** The indexes of a table, the primary key first. */
  static List<MysqlIndex> read(MysqlSession session, TableId table) throws SQLException {
    return of(session.query(SQL, Part::of, table.schema(), table.name()));
  }

  private static List<MysqlIndex> of(List<Part> parts) {
    Map<String, List<Part>> byName = new LinkedHashMap<>();
    parts.forEach(
        part -> byName.computeIfAbsent(part.index(), name -> new ArrayList<>()).add(part));
    return byName.values().stream().map(MysqlIndex::index).toList();
  }

  private static MysqlIndex index(List<Part> parts) {
    Part first = parts.get(0);
    return new MysqlIndex(
        first.index(),
        first.unique() && parts.stream().allMatch(Part::whole),
        first.usable(),
        parts.stream().takeWhile(Part::whole).map(Part::column).toList());
  }

  boolean isPrimary() {
    return name.equals(PRIMARY);
  }

  /** Whether rows with given values of some columns are found by it: it begins with them. */
  boolean serves(Collection<String> wanted) {
    return usable
        && columns.size() >= wanted.size()
        && new HashSet<>(columns.subList(0, wanted.size())).containsAll(wanted);
  }
}
