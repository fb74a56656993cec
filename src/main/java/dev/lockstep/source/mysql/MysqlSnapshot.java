package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.source.SourceSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of some tables at one place in the log. While one connection keeps others from writing
 * to the tables, which takes a moment, another one begins a transaction that goes on seeing them as
 * they are now, and asks where the log ends.
 */
final class MysqlSnapshot implements SourceSnapshot {
  private static final Logger LOG = LoggerFactory.getLogger(MysqlSnapshot.class);

  /**
   * Who waits for a lock makes others wait behind it: so not for long, but often, for as long as a
   * transaction that is open may take.
   */
  private static final Duration LOCK_WAIT = Duration.ofSeconds(3);

  private static final int LOCK_ATTEMPTS = 60;
  private static final int LOCK_WAIT_TIMEOUT = 1205;

  private final MysqlOptions options;
  private final Connection connection;
  private final BinlogStatus status;

  private MysqlSnapshot(MysqlOptions options, Connection connection, BinlogStatus status) {
    this.options = options;
    this.connection = connection;
    this.status = status;
  }

  static MysqlSnapshot take(MysqlOptions options, Collection<TableId> tables) throws SQLException {
    try (Connection locking = MysqlConnections.open(options, LOCK_WAIT);
        Statement statement = locking.createStatement()) {
      if (!tables.isEmpty()) {
        lock(statement, tables);
      }
      MysqlSnapshot taken = take(options);
      unlock(statement, taken);
      LOG.info("the tables can be read as they are at {}", taken.status.position());
      return taken;
    }
  }

  private static void unlock(Statement statement, MysqlSnapshot taken) throws SQLException {
    try {
      statement.execute("UNLOCK TABLES");
    } catch (SQLException e) {
      taken.close();
      throw e;
    }
  }

  private static void lock(Statement statement, Collection<TableId> tables) throws SQLException {
    String sql =
        tables.stream()
            .map(table -> MysqlNames.quote(table) + " READ")
            .collect(Collectors.joining(", ", "LOCK TABLES ", ""));
    for (int attempt = 1; ; attempt++) {
      try {
        statement.execute(sql);
        return;
      } catch (SQLException e) {
        if (e.getErrorCode() != LOCK_WAIT_TIMEOUT || attempt == LOCK_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static MysqlSnapshot take(MysqlOptions options) throws SQLException {
    Connection connection = MysqlConnections.open(options);
    try (Statement statement = connection.createStatement()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      return new MysqlSnapshot(options, connection, status(connection));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static String query(Connection connection) throws SQLException {
    return MysqlAdmin.statusQuery(connection.getMetaData().getDatabaseProductVersion());
  }

  private static BinlogStatus status(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query(connection))) {
      if (!result.next()) {
        throw new SQLException("the server writes no binary log");
      }
      return MysqlAdmin.status(result);
    }
  }

  @Override
  public Version version() {
    // A version counts from where its transaction begins: one that begins there is later.
    return new Version(options.epoch(), status.position().toUnsigned(), 0);
  }

  /** Where the log ended, with the transactions up to there. */
  BinlogStatus status() {
    return status;
  }

  @Override
  public void read(TableSchema schema, RowSink sink) throws InterruptedException {
    try {
      MysqlRows.<InterruptedException>read(connection, schema, sink::accept);
    } catch (SQLException e) {
      throw MysqlCatalog.failure(options, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("the snapshot's connection was broken: {}", e.getMessage());
    }
  }
}
