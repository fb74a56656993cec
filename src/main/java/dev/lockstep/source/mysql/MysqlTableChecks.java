package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Finds what is wrong with a table for a pipeline. */
final class MysqlTableChecks {
  private static final String FACTS =
      "SELECT TABLE_TYPE, coalesce(ENGINE, ''), coalesce(CREATE_OPTIONS, '') LIKE '%partitioned%'"
          + " FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";
  private static final String ALIKE =
      "SELECT TABLE_NAME FROM information_schema.TABLES"
          + " WHERE TABLE_SCHEMA = ? AND lower(TABLE_NAME) = lower(?)";

  private final MysqlOptions options;
  private final JdbcSession session;
  private final List<Problem> problems;
  private final ComputedColumns computed;

  MysqlTableChecks(MysqlOptions options, JdbcSession session, List<Problem> problems) {
    this.options = options;
    this.session = session;
    this.problems = problems;
    this.computed = new ComputedColumns(session, problems);
  }

  private record Facts(String type, String engine, boolean partitioned) {
    static Facts of(ResultSet row) throws SQLException {
      return new Facts(row.getString(1), row.getString(2), row.getBoolean(3));
    }
  }

  /** Whether the table can be read; says why, if not. */
  boolean check(TableId table, TableNeeds needs) throws SQLException {
    List<Facts> found = session.query(FACTS, Facts::of, table.schema(), table.name());
    if (!table.schema().equals(options.database())) {
      error(
          table,
          "SOURCE-TABLE-ELSEWHERE",
          "the table is not in the database " + options.database(),
          "write tables as " + options.database() + ".table, or correct source.database");
    } else if (found.isEmpty()) {
      missing(table);
    } else if (!found.get(0).type().equals("BASE TABLE")) {
      error(table, "SOURCE-TABLE-KIND", "it is not a table", "map the tables beneath it");
    } else {
      engine(table, found.get(0).engine());
      if (found.get(0).partitioned()) {
        problems.add(partitions(table));
      }
      key(table, needs);
      computed.check(table, needs);
      return isReadable(table);
    }
    return false;
  }

  private void missing(TableId table) throws SQLException {
    List<String> alike =
        session.query(ALIKE, row -> row.getString(1), table.schema(), table.name());
    error(
        table,
        "SOURCE-TABLE-MISSING",
        "there is no such table, or the user may not see it",
        alike.isEmpty()
            ? "correct the mapping, or GRANT SELECT on the table"
            : "write it as the server does: " + alike.get(0));
  }

  private void engine(TableId table, String engine) {
    if (!engine.equals("InnoDB")) {
      problems.add(
          Problem.warning(
              Category.SOURCE,
              "ENGINE-WITHOUT-TRANSACTIONS",
              "its engine is "
                  + engine
                  + ": rows that are written during the load may be loaded"
                  + " half-way, until their next change",
              table.toString(),
              "ALTER TABLE " + MysqlNames.quote(table) + " ENGINE = InnoDB"));
    }
  }

  private Problem partitions(TableId table) {
    boolean halts = options.unloggedRows() == UnloggedRows.HALT;
    return Problem.warning(
        Category.SOURCE,
        "PARTITIONS-UNLOGGED",
        "the table is partitioned: rows that ALTER TABLE … DROP, TRUNCATE or EXCHANGE PARTITION"
            + " removes or brings are in no log, and such a statement "
            + (halts ? "stops the pipeline" : "is passed over"),
        table.toString(),
        "DELETE the rows before their partition is dropped or exchanged where you can; after such a"
            + " statement "
            + (halts
                ? "load again, with 'lockstep run --reload'"
                : "run 'lockstep verify --repair --delete-extra'"));
  }

  /** Asks as a load will; the columns must all be readable. */
  private boolean isReadable(TableId table) throws SQLException {
    try {
      session.query("SELECT * FROM " + MysqlNames.quote(table) + " LIMIT 0", row -> "");
      return true;
    } catch (SQLException e) {
      if (!new MysqlFaults(options).classify(e).problem().code().equals("SOURCE-PERMISSION")) {
        throw e;
      }
      error(
          table,
          "SOURCE-PERMISSION",
          "the user may not read the table, or not all of its columns",
          "GRANT SELECT ON " + MysqlNames.quote(table) + " TO the user");
      return false;
    }
  }

  private void key(TableId table, TableNeeds needs) throws SQLException {
    List<MysqlIndex> indexes = MysqlIndex.read(session, table);
    Optional<MysqlIndex> primary = indexes.stream().filter(MysqlIndex::isPrimary).findFirst();
    List<String> key = needs.identity();
    if (key.isEmpty() && primary.isEmpty()) {
      error(
          table,
          "KEY-MISSING",
          "the table has no primary key, and the mapping names no columns that identify a row",
          "add a primary key, or name the columns in the mapping");
    } else if (!key.isEmpty() && indexes.stream().noneMatch(index -> isUniqueWithin(index, key))) {
      problems.add(
          Problem.warning(
              Category.SOURCE,
              "KEY-NOT-ENFORCED",
              "nothing keeps two rows from having the same " + key + ", and they would be one row",
              table.toString(),
              "add a unique index over these columns"));
    }
  }

  private static boolean isUniqueWithin(MysqlIndex index, List<String> key) {
    return index.unique() && new HashSet<>(key).containsAll(index.columns());
  }

  private void error(TableId table, String code, String what, String remedy) {
    problems.add(Problem.error(Category.SOURCE, code, what, table.toString(), remedy));
  }
}
