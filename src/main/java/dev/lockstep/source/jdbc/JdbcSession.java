package dev.lockstep.source.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * A connection whose statements are each a transaction of their own. One that the server gave up
 * for the sake of others is asked again: it has had no effect. Not thread-safe.
 */
public final class JdbcSession implements AutoCloseable {
  /** How often a statement is asked at the most. */
  public static final int MAX_ATTEMPTS = 5;

  private final LazyConnection connection;
  private final Predicate<SQLException> givenUp;

  /**
   * Connects at the first statement.
   *
   * @param opener gives connections that commit each statement
   * @param limit how long to wait for an answer
   * @param givenUp whether a statement was the victim of a deadlock or the like
   */
  public JdbcSession(
      LazyConnection.Opener opener, Duration limit, Predicate<SQLException> givenUp) {
    int millis = (int) limit.toMillis();
    this.connection =
        new LazyConnection(opener, fresh -> fresh.setNetworkTimeout(Runnable::run, millis));
    this.givenUp = givenUp;
  }

  /** Runs a statement without an answer. */
  public void execute(String sql, Object... parameters) throws SQLException {
    use(sql, PreparedStatement::execute, parameters);
  }

  /** Runs a query and reads all its rows. */
  public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters)
      throws SQLException {
    return use(
        sql,
        statement -> {
          try (ResultSet result = statement.executeQuery()) {
            return RowReader.all(result, reader);
          }
        },
        parameters);
  }

  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T use(String sql, Use<T> use, Object... parameters) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (PreparedStatement statement = connection.get().prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(i + 1, parameters[i]);
        }
        return use.of(statement);
      } catch (SQLException e) {
        if (!givenUp.test(e) || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Closes the connection; the next statement opens another. */
  @Override
  public void close() {
    connection.close();
  }
}
