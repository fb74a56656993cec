package dev.lockstep.source.postgres;

import dev.lockstep.source.postgres.PostgresAdmin.RowReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose statements are each a transaction of their own, with a time limit. Not
 * thread-safe.
 */
final class AdminSession implements AutoCloseable {
  private static final String DEADLOCK = "40P01";
  private static final int MAX_ATTEMPTS = 5;

  private final PostgresOptions options;
  private @Nullable Connection connection;

  /** Connects at the first statement. */
  AdminSession(PostgresOptions options) {
    this.options = options;
  }

  void execute(String sql) throws SQLException {
    use(sql, PreparedStatement::execute);
  }

  <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
    return use(
        sql,
        statement -> {
          for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
          }
          try (ResultSet result = statement.executeQuery()) {
            return all(result, reader);
          }
        });
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
   * Uses a statement, and again where the server chose it as the victim of a deadlock: the system's
   * own views lock tables (those of a publication, say), and meet a TRUNCATE's locks the wrong way
   * round. A victim has had no effect.
   */
  private <T> T use(String sql, Use<T> use) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (PreparedStatement statement = connection().prepareStatement(sql)) {
        return use.of(statement);
      } catch (SQLException e) {
        if (!DEADLOCK.equals(e.getSQLState()) || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null || open.isClosed()) {
      open = PostgresConnections.open(options);
      connection = open;
      int limit = (int) options.limits().statementTimeout().toMillis();
      open.setNetworkTimeout(Runnable::run, limit);
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
