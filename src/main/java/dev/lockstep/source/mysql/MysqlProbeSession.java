package dev.lockstep.source.mysql;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.ProbeProblems;
import dev.lockstep.source.jdbc.LazyConnection;
import dev.lockstep.source.jdbc.RowReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A session that only reads, sees one state of the database until a statement fails, and whose
 * statements neither run nor wait for locks for long.
 */
final class MysqlProbeSession implements AutoCloseable {
  /** How much later than a statement's limit the server's word of it may come. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** Ran for too long, waited too long for a lock, was broken off. */
  private static final Set<Integer> TOO_SLOW = Set.of(3024, 1205, 1317);

  /** Wrong values of dates, times and numbers. */
  private static final Set<Integer> UNREADABLE = Set.of(1292, 1366, 1525, 3141);

  private final MysqlOptions options;
  private final Duration timeout;
  private final LazyConnection connection;

  /** Connects at the first query. */
  MysqlProbeSession(MysqlOptions options, Duration timeout) {
    this.options = options;
    this.timeout = timeout;
    this.connection =
        new LazyConnection(() -> MysqlConnections.open(options, timeout), this::setUp);
  }

  /** Runs a query and reads all its rows. */
  <T> List<T> query(String sql, RowReader<T> reader, List<?> parameters) {
    try (PreparedStatement statement = connection.get().prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
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
      statement.execute("SET SESSION max_execution_time = " + timeout.toMillis());
    }
    open.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.plus(ANSWER).toMillis()));
    open.setReadOnly(true);
    open.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    open.setAutoCommit(false);
  }

  private LockstepException failed(SQLException e) {
    connection.startOver();
    if (TOO_SLOW.contains(e.getErrorCode())) {
      return new LockstepException(ProbeProblems.tooSlow(timeout, options.address()), e);
    }
    if (UNREADABLE.contains(e.getErrorCode())) {
      return new LockstepException(ProbeProblems.unreadable(e), e);
    }
    return new LockstepException(new MysqlFaults(options).classify(e).problem(), e);
  }

  @Override
  public void close() {
    connection.close();
  }
}
