package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Looks for dates that are none ({@code 0000-00-00}, {@code 2024-02-00}) where a mapping refuses
 * them, so that they would make bad rows.
 */
final class ZeroDates {
  private static final int MOST_ROWS = 100_000;
  private static final int MOST_MILLIS = 5_000;
  private static final int TOO_SLOW = 3024;
  private static final String COLUMNS =
      "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?"
          + " AND TABLE_NAME = ? AND DATA_TYPE IN ('date', 'datetime', 'timestamp')"
          + " ORDER BY ORDINAL_POSITION";

  private static final String REMEDY =
      "say 'zero-dates: null' or 'zero-dates: string' in the mapping, or UPDATE the rows to NULL or"
          + " to a date";

  private final JdbcSession session;
  private final boolean possible;
  private final List<Problem> problems;

  ZeroDates(JdbcSession session, MysqlVariables variables, List<Problem> problems) {
    String mode = variables.get("sql_mode");
    this.session = session;
    this.possible = !(mode.contains("NO_ZERO_DATE") && mode.contains("NO_ZERO_IN_DATE"));
    this.problems = problems;
  }

  /** A table that can be read. */
  void check(TableId table, TableNeeds needs) throws SQLException {
    List<String> columns =
        session.query(COLUMNS, row -> row.getString(1), table.schema(), table.name()).stream()
            .filter(needs.realDates()::contains)
            .toList();
    if (columns.isEmpty()) {
      return;
    }
    List<String> found = found(table, columns);
    if (!found.isEmpty()) {
      problems.add(
          Problem.error(
              Category.SOURCE,
              "ZERO-DATE",
              "there are dates such as 0000-00-00 in " + String.join(", ", found),
              table.toString(),
              REMEDY));
    } else if (possible) {
      problems.add(
          Problem.warning(
              Category.SOURCE,
              "ZERO-DATE-POSSIBLE",
              "dates such as 0000-00-00 may be written into "
                  + String.join(", ", columns)
                  + "; a row with one is a bad row",
              table.toString(),
              "say 'zero-dates: null' or 'zero-dates: string' in the mapping, or add NO_ZERO_DATE"
                  + " and NO_ZERO_IN_DATE to the server's sql_mode"));
    }
  }

  /** In as many rows as are read in a moment. */
  private List<String> found(TableId table, List<String> columns) throws SQLException {
    String sql =
        columns.stream()
            .map(MysqlNames::quote)
            .map(ZeroDates::isZero)
            .collect(
                Collectors.joining(
                    ", ",
                    "SELECT /*+ MAX_EXECUTION_TIME(" + MOST_MILLIS + ") */ ",
                    " FROM (SELECT "
                        + MysqlNames.list(columns)
                        + " FROM "
                        + MysqlNames.quote(table)
                        + " LIMIT "
                        + MOST_ROWS
                        + ") AS looked"));
    try {
      return session.query(sql, row -> zero(row, columns)).get(0);
    } catch (SQLException e) {
      if (e.getErrorCode() == TOO_SLOW) {
        return List.of();
      }
      throw e;
    }
  }

  private static String isZero(String name) {
    String day = "dayofmonth(" + name + ")";
    return "max(month("
        + name
        + ") = 0 OR "
        + day
        + " = 0 OR ("
        + day
        + " > 28 AND last_day("
        + name
        + ") IS NULL))";
  }

  private static List<String> zero(ResultSet row, List<String> columns) throws SQLException {
    List<String> zero = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (row.getBoolean(i + 1)) {
        zero.add(columns.get(i));
      }
    }
    return zero;
  }
}
