package dev.lockstep.source.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A session that only reads, and sees one state of the database until it starts over or a statement
 * fails. Not thread-safe.
 */
public final class SnapshotSession implements AutoCloseable {
  /** How much later than a statement's limit the server's word of it may come. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final LazyConnection connection;
  private final Binder binder;
  private final Function<SQLException, RuntimeException> explanation;

  /**
   * How a session begins.
   *
   * @param opener gives connections
   * @param settings statements that bound what a later statement may take
   * @param timeout that bound
   */
  public record Beginning(LazyConnection.Opener opener, List<String> settings, Duration timeout) {
    /** Copies the statements. */
    public Beginning {
      settings = List.copyOf(settings);
    }
  }

  /** Gives a statement its parameters, as the database wants them. */
  @FunctionalInterface
  public interface Binder {
    /** Sets the parameter with a number, from 1 on. */
    void bind(PreparedStatement statement, int number, Object value) throws SQLException;
  }

  /**
   * Connects at the first query.
   *
   * @param explanation what is thrown for a failure
   */
  public SnapshotSession(
      Beginning beginning, Binder binder, Function<SQLException, RuntimeException> explanation) {
    this.binder = binder;
    this.explanation = explanation;
    this.connection = new LazyConnection(beginning.opener(), fresh -> setUp(fresh, beginning));
  }

  private static void setUp(Connection fresh, Beginning beginning) throws SQLException {
    try (Statement statement = fresh.createStatement()) {
      for (String setting : beginning.settings()) {
        statement.execute(setting);
      }
    }
    Duration patience = beginning.timeout().plus(ANSWER);
    fresh.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
    fresh.setReadOnly(true);
    fresh.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    fresh.setAutoCommit(false);
  }

  /**
   * Runs a query and reads all its rows.
   *
   * @throws RuntimeException as the failure is explained; the next query sees the present state
   */
  public <T> List<T> query(String sql, RowReader<T> reader, List<?> parameters) {
    try (PreparedStatement statement = connection.get().prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        binder.bind(statement, i + 1, parameters.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        return RowReader.all(result, reader);
      }
    } catch (SQLException e) {
      startOver();
      throw explanation.apply(e);
    }
  }

  /** The next query sees the database as it is then. */
  public void startOver() {
    connection.startOver();
  }

  /** Closes the connection; the next query opens another. */
  @Override
  public void close() {
    connection.close();
  }
}
