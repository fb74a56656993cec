package dev.lockstep.source.postgres;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.ProbeProblems;
import dev.lockstep.source.jdbc.LazyConnection;
import dev.lockstep.source.jdbc.RowReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A session that only reads, sees one state of the database until a statement fails, and whose
 * statements neither run nor wait for locks for long.
 */
final class ProbeSession implements AutoCloseable {
  /** How much later than a statement's limit the server's word of it may come. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private static final String CANCELLED = "57014";
  private static final String LOCKED = "55P03";

  /** Texts that are no value: no number, no date, out of range, no label of an enum. */
  private static final Set<String> UNREADABLE = Set.of("22P02", "22007", "22008", "22003", "22P03");

  private final PostgresOptions options;
  private final Duration timeout;
  private final LazyConnection connection;

  /** Connects at the first query. */
  ProbeSession(PostgresOptions options, Duration timeout) {
    this.options = options;
    this.timeout = timeout;
    this.connection = new LazyConnection(() -> PostgresConnections.open(options), this::setUp);
  }

  /**
   * Runs a query whose parameters are texts of the types that it expects them to be, and reads all
   * its rows.
   */
  <T> List<T> query(String sql, RowReader<T> reader, List<String> parameters) {
    try (PreparedStatement statement = connection.get().prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i), Types.OTHER);
      }
      try (ResultSet result = statement.executeQuery()) {
        return RowReader.all(result, reader);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The next query sees the database as it is then. */
  void startOver() {
    connection.startOver();
  }

  private void setUp(Connection open) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute("SET statement_timeout = " + timeout.toMillis());
      statement.execute("SET lock_timeout = " + timeout.toMillis());
    }
    open.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.plus(ANSWER).toMillis()));
    open.setReadOnly(true);
    open.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    open.setAutoCommit(false);
  }

  private LockstepException failed(SQLException e) {
    connection.startOver();
    String state = String.valueOf(e.getSQLState());
    if (state.equals(CANCELLED) || state.equals(LOCKED)) {
      return new LockstepException(ProbeProblems.tooSlow(timeout, options.address()), e);
    }
    if (UNREADABLE.contains(state)) {
      return new LockstepException(ProbeProblems.unreadable(e), e);
    }
    return new LockstepException(new SourceFaults(options).classify(e).problem(), e);
  }

  @Override
  public void close() {
    connection.close();
  }
}
