package dev.lockstep.source.postgres;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.problem.Problem.Severity;
import dev.lockstep.source.postgres.TableReader.ServerColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds what is wrong with a table for a pipeline. */
final class TableChecks {
  private static final String FACTS =
      "SELECT c.relpersistence::text,"
          + " has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'),"
          + " row_security_active(c.oid), c.relkind = 'p'"
          + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = ? AND c.relname = ?";

  private final PostgresAdmin admin;
  private final TableReader reader;
  private final List<Problem> problems;

  TableChecks(PostgresAdmin admin, TableReader reader, List<Problem> problems) {
    this.admin = admin;
    this.reader = reader;
    this.problems = problems;
  }

  private record Facts(
      String persistence, boolean readable, boolean filtered, boolean partitioned) {
    static Facts of(ResultSet row) throws SQLException {
      return new Facts(row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4));
    }
  }

  void check(TableId table, TableNeeds needs) throws SQLException {
    List<Facts> found = admin.query(FACTS, Facts::of, table.schema(), table.name());
    Optional<TableShape> shape = admin.shape(table);
    if (found.isEmpty()) {
      error(table, "SOURCE-TABLE-MISSING", "there is no such table", "correct the mapping");
    } else if (shape.isEmpty()) {
      error(table, "SOURCE-TABLE-KIND", "it is not a table", "map the tables beneath it");
    } else {
      facts(table, found.get(0));
      key(table, needs, shape.get());
      columns(table, needs);
      binaryKey(table, needs.identity().isEmpty() ? shape.get().primaryKey() : needs.identity());
    }
  }

  /** Debezium fails when it prints the key of such a row for its own statistics. */
  private void binaryKey(TableId table, List<String> key) throws SQLException {
    PostgresTypes types = admin.types();
    for (ServerColumn column : reader.columns(table)) {
      boolean binary = types.columnType(column.type()).kind() == ColumnType.Kind.BYTES;
      if (binary && key.contains(column.name())) {
        error(
            table,
            "KEY-BINARY",
            "the column "
                + column.name()
                + " of the key is bytea, which Debezium cannot read in a"
                + " key",
            "name other unique columns as identity in the mapping, or change its type");
      }
    }
  }

  private void facts(TableId table, Facts facts) {
    if (!facts.readable()) {
      error(
          table,
          "SOURCE-PERMISSION",
          "the user may not read the table",
          "GRANT USAGE ON SCHEMA … and SELECT ON " + PostgresAdmin.quote(table) + " to the user");
    }
    if (facts.filtered()) {
      error(
          table,
          "ROW-SECURITY",
          "row-level security hides rows of the table from the user",
          "ALTER ROLE … BYPASSRLS for the user, or read as the table's owner");
    }
    if (!"p".equals(facts.persistence())) {
      error(
          table,
          "TABLE-UNLOGGED",
          "the table's changes are not written to the log",
          "ALTER TABLE " + PostgresAdmin.quote(table) + " SET LOGGED");
    }
    if (facts.partitioned()) {
      warning(
          table,
          "PARTITIONS-UNLOGGED",
          "the table is partitioned: rows that go or come with a whole partition (DROP, DETACH,"
              + " ATTACH, or TRUNCATE of one) are not in the log",
          "DELETE the rows before their partition goes where you can; after such a statement load"
              + " again, with 'lockstep run --reload'");
    }
  }

  private void key(TableId table, TableNeeds needs, TableShape shape) {
    List<String> key = needs.identity().isEmpty() ? shape.primaryKey() : needs.identity();
    if (key.isEmpty()) {
      error(
          table,
          "KEY-MISSING",
          "the table has no primary key, and the mapping names no columns that identify a row",
          "add a primary key, or name the columns in the mapping");
      return;
    }
    String full = "ALTER TABLE " + PostgresAdmin.quote(table) + " REPLICA IDENTITY FULL";
    if (!shape.hasIdentity()) {
      error(
          table,
          "REPLICA-IDENTITY",
          "the table has no replica identity: once published, the server would refuse every update"
              + " and delete",
          full);
    } else if (!shape.carries(key)) {
      error(
          table,
          "REPLICA-IDENTITY",
          "updates and deletes do not say which row they mean (" + key + ")",
          full);
    } else if (!shape.carries(needs.beforeColumns())) {
      error(
          table,
          "REPLICA-IDENTITY-FULL",
          "the earlier values of " + needs.beforeColumns() + " are needed and not sent",
          full);
    }
    if (shape.isDeferrable(key) && !shape.fullIdentity()) {
      warning(
          table,
          "KEY-DEFERRABLE",
          "two rows may share the key "
              + key
              + " within a transaction, and changes do not say"
              + " which one they mean",
          full);
    }
  }

  private void columns(TableId table, TableNeeds needs) throws SQLException {
    List<ServerColumn> columns = reader.columns(table);
    Set<String> lowerCase = new HashSet<>();
    for (ServerColumn column : columns) {
      if (!lowerCase.add(column.name().toLowerCase(Locale.ROOT))) {
        error(
            table,
            "COLUMN-CASE",
            "it has columns whose names differ only by case: " + column.name(),
            "rename one of them");
      }
      if (column.generated() && needs.columns().contains(column.name())) {
        error(
            table,
            "COLUMN-GENERATED",
            "the server computes the column " + column.name() + " and does not send it",
            "leave it out of the mapping, or compute it there");
      }
    }
    notSent(table, needs, columns);
    money(table, needs, columns);
  }

  /** What items do not show although all columns are mapped. */
  private void notSent(TableId table, TableNeeds needs, List<ServerColumn> columns) {
    List<String> unsent =
        columns.stream()
            .filter(column -> column.generated() && !needs.columns().contains(column.name()))
            .map(ServerColumn::name)
            .toList();
    if (!unsent.isEmpty()) {
      problems.add(
          new Problem(
              "COLUMN-NOT-SENT",
              Severity.INFO,
              Category.SOURCE,
              "the server computes "
                  + String.join(", ", unsent)
                  + " and does not send it, so no item shows it",
              table.toString(),
              "nothing, if readers do not need it; else compute it with a template, or as an"
                  + " ordinary column"));
    }
  }

  /** The text form of money follows the locale of the server. */
  private void money(TableId table, TableNeeds needs, List<ServerColumn> columns)
      throws SQLException {
    boolean needed =
        columns.stream()
            .anyMatch(c -> c.type().endsWith("money") && needs.columns().contains(c.name()));
    if (needed && !isMoneyReadable()) {
      error(
          table,
          "COLUMN-MONEY",
          "lc_monetary is " + admin.setting("lc_monetary") + ", whose amounts cannot be read",
          "ALTER DATABASE … SET lc_monetary = 'C', or change the column to numeric");
    }
  }

  private boolean isMoneyReadable() throws SQLException {
    String text = admin.query("SELECT 1234.56::money::text", row -> row.getString(1)).get(0);
    try {
      return PostgresValues.money(text).toPlainString().equals("1234.56");
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void error(TableId table, String code, String what, String remedy) {
    problems.add(Problem.error(Category.SOURCE, code, what, table.toString(), remedy));
  }

  private void warning(TableId table, String code, String what, String remedy) {
    problems.add(Problem.warning(Category.SOURCE, code, what, table.toString(), remedy));
  }
}
