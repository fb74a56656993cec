package dev.lockstep.source.postgres;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.source.SourceSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows at the place in the log where a temporary replication slot begins. The server says which
 * place that is and exports the rows as they are there; the slot itself is not read from, and ends
 * with the connection that made it.
 */
final class PostgresSnapshot implements SourceSnapshot {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSnapshot.class);

  /** The server waits for transactions that are open, however long; this is when we do not. */
  private static final int LONGEST_WAIT_MILLIS = 600_000;

  private final PostgresOptions options;
  private final Connection connection;
  private final Version version;

  private PostgresSnapshot(PostgresOptions options, Connection connection, long lsn) {
    this.options = options;
    this.connection = connection;
    this.version = Version.upTo(options.epoch(), lsn);
  }

  static PostgresSnapshot take(PostgresOptions options) throws SQLException {
    try (Connection replication = PostgresConnections.openReplication(options)) {
      replication.setNetworkTimeout(Runnable::run, LONGEST_WAIT_MILLIS);
      String slot = "lockstep_" + UUID.randomUUID().toString().replace('-', '_');
      try (Statement statement = replication.createStatement();
          ResultSet made =
              statement.executeQuery(
                  "CREATE_REPLICATION_SLOT "
                      + slot
                      + " TEMPORARY LOGICAL pgoutput EXPORT_SNAPSHOT")) {
        if (!made.next()) {
          throw new SQLException("the server made no snapshot");
        }
        String exported = made.getString("snapshot_name");
        return of(options, exported, Lsn.parse(made.getString("consistent_point")));
      }
    }
  }

  /** Once taken up by a session, a snapshot outlives the one that exported it. */
  private static PostgresSnapshot of(PostgresOptions options, String exported, long lsn)
      throws SQLException {
    Connection connection = PostgresConnections.open(options);
    try (Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      statement.execute("SET TRANSACTION SNAPSHOT '" + exported + "'");
      statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    LOG.info("the tables can be read as they are at {}", Lsn.format(lsn));
    return new PostgresSnapshot(options, connection, lsn);
  }

  @Override
  public Version version() {
    return version;
  }

  @Override
  public void read(TableSchema schema, RowSink sink) throws InterruptedException {
    ColumnType[] types =
        schema.columns().stream().map(column -> column.type()).toArray(ColumnType[]::new);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(PostgresCatalog.FETCH_ROWS);
      try (ResultSet result = statement.executeQuery(PostgresCatalog.select(schema))) {
        while (result.next()) {
          sink.accept(new Row(schema, PostgresCatalog.values(result, types)));
        }
      }
    } catch (SQLException e) {
      throw PostgresCatalog.failure(options, e);
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
