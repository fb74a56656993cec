package dev.lockstep.oracle;

import dev.lockstep.testing.servers.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries random transactions out in a real database. What the database refuses is rolled back to
 * before that statement; other writers may be at the same rows.
 */
final class LiveWriter {
  private static final int FRESH = 25;
  private static final Set<String> CONTENTION = Set.of("40P01", "40001", "55P03");

  private static final String PENDING_TRIGGERS = "55006";

  /** Waits for locks, and snapshots that are older than a TRUNCATE. */
  private static final Set<Integer> MYSQL_CONTENTION = Set.of(1205, 1412);

  /**
   * MySQL empties no table that others reference, and a TRUNCATE ends transaction and savepoint.
   */
  private static final Set<Integer> MYSQL_TRUNCATE = Set.of(1701, 1305);

  private final Connection connection;
  private final SchemaModel schema;
  private final Database seen;
  private final RandomWork work;
  private final Dice dice;
  private int committed;

  /** A condition or an assignment with its values. */
  private record Clause(String text, List<@Nullable Object> values) {}

  LiveWriter(Connection connection, SchemaModel schema, long seed) {
    this.connection = connection;
    this.schema = schema;
    this.seen = new Database(schema);
    this.dice = new Dice(seed);
    this.work = new RandomWork(dice, schema, seen, "x".repeat(900));
  }

  /** Makes first rows. */
  void begin() throws SQLException {
    for (Statement insert : work.firstRows()) {
      transact(List.of(insert));
    }
  }

  /** Carries out some transactions; returns how many were committed. */
  int write(int transactions) throws SQLException {
    committed = 0;
    for (int i = 0; i < transactions; i++) {
      if (i % FRESH == 0) {
        look();
      }
      transact(work.step().statements());
    }
    return committed;
  }

  private void look() throws SQLException {
    try {
      seen.become(LiveRows.read(connection, schema));
    } catch (SQLException e) {
      connection.rollback();
      requireExpected(e);
    }
  }

  private void transact(List<Statement> statements) throws SQLException {
    try {
      for (Statement statement : statements) {
        attempt(statement);
      }
      if (dice.percent(8)) {
        connection.rollback();
      } else {
        connection.commit();
        committed++;
      }
    } catch (SQLException e) {
      connection.rollback();
      requireExpected(e);
    }
  }

  private void attempt(Statement statement) throws SQLException {
    Savepoint savepoint = connection.setSavepoint();
    try {
      execute(statement);
      connection.releaseSavepoint(savepoint);
    } catch (SQLException e) {
      if (isContention(e)) {
        throw e;
      }
      requireExpected(e);
      connection.rollback(savepoint);
    }
  }

  /** Integrity violations, a TRUNCATE amid deferred checks and contention are part of the game. */
  private static void requireExpected(SQLException e) throws SQLException {
    String state = String.valueOf(e.getSQLState());
    boolean truncated = state.equals(PENDING_TRIGGERS) || MYSQL_TRUNCATE.contains(e.getErrorCode());
    if (!state.startsWith("23") && !truncated && !isContention(e)) {
      throw e;
    }
  }

  private static boolean isContention(SQLException e) {
    return CONTENTION.contains(String.valueOf(e.getSQLState()))
        || MYSQL_CONTENTION.contains(e.getErrorCode());
  }

  private void execute(Statement statement) throws SQLException {
    String name = statement.table().name();
    if (statement instanceof Statement.Insert insert) {
      insert(insert);
    } else if (statement instanceof Statement.Update update) {
      update(update.table(), update.key(), update.set());
    } else if (statement instanceof Statement.Delete delete) {
      Clause where = where(delete.table(), delete.key());
      run("DELETE FROM " + name + where.text(), where.values());
    } else if (statement instanceof Statement.Truncate) {
      run("TRUNCATE " + name + " CASCADE", List.of());
    } else if (statement instanceof Statement.Shift shift) {
      String column = shift.column();
      run("UPDATE " + name + " SET " + column + " = " + column + " + ?", List.of(shift.by()));
    } else {
      swap((Statement.Swap) statement);
    }
  }

  private void insert(Statement.Insert insert) throws SQLException {
    TableModel table = insert.table();
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < insert.row().length; i++) {
      values.add(LiveRows.parameter(table.columns().get(i).kind(), insert.row()[i]));
    }
    String holes = values.stream().map(v -> "?").collect(Collectors.joining(", "));
    run("INSERT INTO " + table.name() + " VALUES (" + holes + ")", values);
  }

  private void update(TableModel table, List<Object> key, Map<String, @Nullable Object> set)
      throws SQLException {
    if (set.isEmpty()) {
      return;
    }
    List<@Nullable Object> values = new ArrayList<>();
    set.forEach((column, v) -> values.add(LiveRows.parameter(table.column(column).kind(), v)));
    String assigned =
        set.keySet().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
    Clause where = where(table, key);
    values.addAll(where.values());
    run("UPDATE " + table.name() + " SET " + assigned + where.text(), values);
  }

  private static Clause where(TableModel table, List<Object> key) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      values.add(LiveRows.parameter(table.column(table.key().get(i)).kind(), key.get(i)));
    }
    String text =
        table.key().stream()
            .map(column -> column + " = ?")
            .collect(Collectors.joining(" AND ", " WHERE ", ""));
    return new Clause(text, values);
  }

  private void swap(Statement.Swap swap) throws SQLException {
    TableModel table = swap.table();
    Object first = seen.find(table, swap.one(), swap.column());
    Object second = seen.find(table, swap.other(), swap.column());
    if (first != null && second != null) {
      Object between = table.column(swap.column()).kind().link(dice.random(), 1);
      update(table, swap.one(), Map.of(swap.column(), between));
      update(table, swap.other(), Map.of(swap.column(), first));
      update(table, swap.one(), Map.of(swap.column(), second));
    }
  }

  private void run(String sql, List<@Nullable Object> values) throws SQLException {
    boolean mysql = Sql.isMysql(connection);
    try (PreparedStatement statement = connection.prepareStatement(Sql.in(connection, sql))) {
      for (int i = 0; i < values.size(); i++) {
        Object value = values.get(i);
        statement.setObject(i + 1, mysql && value instanceof UUID ? value.toString() : value);
      }
      statement.execute();
    }
  }
}
