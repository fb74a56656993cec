package dev.lockstep.source.mysql;

import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.ForeignKeyAction.Effect;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks for columns that the server computes from those of a foreign key whose action it does not
 * log: what is carried out in its place knows the key's new values, and no expressions. A {@code
 * STORED} column cannot be computed from such a key; the server refuses it.
 */
final class ComputedColumns {
  private static final String VIRTUAL =
      "SELECT COLUMN_NAME, GENERATION_EXPRESSION FROM information_schema.COLUMNS"
          + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND EXTRA LIKE '%VIRTUAL GENERATED%'"
          + " ORDER BY ORDINAL_POSITION";

  private final JdbcSession session;
  private final List<Problem> problems;

  ComputedColumns(JdbcSession session, List<Problem> problems) {
    this.session = session;
    this.problems = problems;
  }

  /**
   * A column and how it is computed.
   *
   * @param expression as the server shows it: the columns' names are quoted
   */
  private record Virtual(String name, String expression) {
    static Virtual of(ResultSet row) throws SQLException {
      return new Virtual(row.getString(1), row.getString(2).toLowerCase(Locale.ROOT));
    }

    boolean names(Collection<String> columns) {
      return columns.stream()
          .map(column -> MysqlNames.quote(column).toLowerCase(Locale.ROOT))
          .anyMatch(expression::contains);
    }
  }

  void check(TableId table, TableNeeds needs) throws SQLException {
    List<Virtual> columns = session.query(VIRTUAL, Virtual::of, table.schema(), table.name());
    if (columns.stream().map(Virtual::name).noneMatch(needs.columns()::contains)) {
      return;
    }
    MysqlForeignKeys keys = new MysqlForeignKeys(session);
    if (!keys.actSilently()) {
      return;
    }
    for (ForeignKeyAction action : keys.of(table)) {
      if (action.onDelete() == Effect.SET_NULL || action.onUpdate() != Effect.NONE) {
        computedFrom(action, columns).stream()
            .filter(needs.columns()::contains)
            .forEach(column -> problems.add(unseen(table, column, action)));
      }
    }
  }

  /** One may be computed from others that are. */
  private static Set<String> computedFrom(ForeignKeyAction action, List<Virtual> columns) {
    Set<String> changing = new HashSet<>(action.childColumns());
    boolean more = true;
    while (more) {
      List<String> next =
          columns.stream()
              .filter(column -> !changing.contains(column.name()) && column.names(changing))
              .map(Virtual::name)
              .toList();
      more = changing.addAll(next);
    }
    action.childColumns().forEach(changing::remove);
    return changing;
  }

  private static Problem unseen(TableId table, String column, ForeignKeyAction action) {
    return Problem.error(
        Category.SOURCE,
        "COLUMN-COMPUTED-UNLOGGED",
        "the server computes the column "
            + column
            + " from the foreign key '"
            + action.constraint()
            + "', whose changes by ON DELETE SET NULL or ON UPDATE it does not log: items would"
            + " keep the old value",
        table.toString(),
        "leave the column out of the mapping ('columns: { except: ["
            + column
            + "] }'), or make the foreign key RESTRICT and have the application do what it did");
  }
}
