package dev.lockstep.source.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose statements are each a transaction of their own, with a time limit. Not
 * thread-safe.
 */
final class MysqlSession implements AutoCloseable {
  private static final int DEADLOCK = 1213;
  private static final int LOCK_WAIT = 1205;
  private static final int MAX_ATTEMPTS = 5;

  private final MysqlOptions options;
  private @Nullable Connection connection;

  /** Connects at the first statement. */
  MysqlSession(MysqlOptions options) {
    this.options = options;
  }

  /** Makes something of a row of a result. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement without an answer. */
  void execute(String sql, Object... parameters) throws SQLException {
    use(
        sql,
        statement -> {
          bind(statement, parameters);
          return statement.execute();
        });
  }

  /** Runs a query with parameters (texts and numbers) and reads all its rows. */
  <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
    return use(
        sql,
        statement -> {
          bind(statement, parameters);
          try (ResultSet result = statement.executeQuery()) {
            return all(result, reader);
          }
        });
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  /** What a reader makes of all the rows of a result that are left. */
  static <T> List<T> all(ResultSet result, RowReader<T> reader) throws SQLException {
    List<T> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(reader.read(result));
    }
    return rows;
  }

  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /**
   * Uses a statement, and again where the server chose it as the victim of a deadlock, or it waited
   * too long for a lock: in both cases it has had no effect.
   */
  private <T> T use(String sql, Use<T> use) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (PreparedStatement statement = connection().prepareStatement(sql)) {
        return use.of(statement);
      } catch (SQLException e) {
        if (!isPassing(e) || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static boolean isPassing(SQLException e) {
    return e.getErrorCode() == DEADLOCK || e.getErrorCode() == LOCK_WAIT;
  }

  /** All attempts together wait for locks as long as one statement may take. */
  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null || open.isClosed()) {
      Duration limit = options.limits().statementTimeout();
      open = MysqlConnections.open(options, limit.dividedBy(MAX_ATTEMPTS));
      connection = open;
      open.setNetworkTimeout(Runnable::run, (int) limit.toMillis());
    }
    return open;
  }

  /** Closes the connection; the next statement opens another. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Nothing is lost with it: each statement was its own transaction.
        return;
      }
    }
  }
}
