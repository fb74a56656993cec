package dev.lockstep.source.mysql;

import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.ForeignKeyAction.Effect;
import dev.lockstep.change.TableId;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the foreign keys of tables and what they do. */
final class MysqlForeignKeys {
  // MySQL 8.0 has the names of referenced columns in lower case there; COLUMNS has the real ones.
  private static final String KEYS =
      "SELECT k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA,"
          + " k.REFERENCED_TABLE_NAME, coalesce(c.COLUMN_NAME, k.REFERENCED_COLUMN_NAME),"
          + " r.DELETE_RULE, r.UPDATE_RULE"
          + " FROM information_schema.KEY_COLUMN_USAGE k"
          + " JOIN information_schema.REFERENTIAL_CONSTRAINTS r"
          + " ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA"
          + " AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME"
          + " LEFT JOIN information_schema.COLUMNS c"
          + " ON c.TABLE_SCHEMA = k.REFERENCED_TABLE_SCHEMA"
          + " AND c.TABLE_NAME = k.REFERENCED_TABLE_NAME"
          + " AND c.COLUMN_NAME = k.REFERENCED_COLUMN_NAME"
          + " WHERE k.TABLE_SCHEMA = ? AND k.TABLE_NAME = ?"
          + " AND k.REFERENCED_TABLE_NAME IS NOT NULL"
          + " ORDER BY k.CONSTRAINT_NAME, k.ORDINAL_POSITION";

  /**
   * From MySQL 9.6 on, the server carries the actions out itself and logs them, unless this is on:
   * before, InnoDB does, behind the log's back.
   */
  private static final String NATIVE =
      "SHOW GLOBAL VARIABLES WHERE Variable_name = 'innodb_native_foreign_keys'";

  private final JdbcSession session;

  MysqlForeignKeys(JdbcSession session) {
    this.session = session;
  }

  /** Whether the log lacks what foreign keys do. */
  boolean actSilently() throws SQLException {
    return session.query(NATIVE, row -> row.getString(2)).stream().allMatch("ON"::equals);
  }

  /** The foreign keys of a table, whatever they do. */
  List<ForeignKeyAction> of(TableId table) throws SQLException {
    Map<String, List<Part>> parts = new LinkedHashMap<>();
    for (Part part : session.query(KEYS, Part::of, table.schema(), table.name())) {
      parts.computeIfAbsent(part.constraint(), name -> new ArrayList<>()).add(part);
    }
    return parts.values().stream().map(of -> key(table, of)).toList();
  }

  private static ForeignKeyAction key(TableId table, List<Part> parts) {
    Part first = parts.get(0);
    return new ForeignKeyAction(
        first.constraint(),
        table,
        parts.stream().map(Part::column).toList(),
        first.to(),
        parts.stream().map(Part::toColumn).toList(),
        effect(first.onDelete()),
        effect(first.onUpdate()));
  }

  /** InnoDB takes SET DEFAULT in a statement and refuses it. */
  private static Effect effect(String rule) {
    return switch (rule) {
      case "CASCADE" -> Effect.CASCADE;
      case "SET NULL" -> Effect.SET_NULL;
      default -> Effect.NONE;
    };
  }

  private record Part(
      String constraint,
      String column,
      TableId to,
      String toColumn,
      String onDelete,
      String onUpdate) {
    static Part of(ResultSet row) throws SQLException {
      return new Part(
          row.getString(1),
          row.getString(2),
          new TableId(row.getString(3), row.getString(4)),
          row.getString(5),
          row.getString(6),
          row.getString(7));
    }
  }
}
