package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * The small table that Lockstep owns in the source: what is written there comes out of the log, so
 * that an idle source stays fresh; and a row of it, replicated with the data, tells which data that
 * is, whichever server has it.
 */
public final class HeartbeatTable {
  /** Its name, in the database that is read. */
  public static final String NAME = "lockstep_heartbeat";

  private static final String IDENTITY = "#identity";

  /** The errors that say: the account may not, or nobody may write here. */
  private static final Set<Integer> READ_ONLY = Set.of(1044, 1142, 1143, 1227, 1290, 1792, 1836);

  private static final int NO_SUCH_TABLE = 1146;

  /** Microseconds since the epoch, by the server's clock. */
  private static final String NOW = "CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)";

  private final MysqlOptions options;
  private final JdbcSession session;
  private final String name;

  HeartbeatTable(MysqlOptions options, JdbcSession session) {
    this.options = options;
    this.session = session;
    this.name = MysqlNames.quote(table(options.database()));
  }

  /** The table of a database. */
  public static TableId table(String database) {
    return new TableId(database, NAME);
  }

  /** The statement that makes it, for an administrator. */
  public static String ddl(String database) {
    return "CREATE TABLE IF NOT EXISTS "
        + MysqlNames.quote(table(database))
        + " (pipeline VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY,"
        + " sent BIGINT NOT NULL, token VARCHAR(64) NULL) ENGINE = InnoDB";
  }

  /**
   * Writes the pipeline's row, and makes the table before if it is not there.
   *
   * @return whether it was written; false if the account or the server lets nothing be written
   */
  boolean beat() throws SQLException {
    try {
      try {
        write(options.pipeline());
      } catch (SQLException e) {
        if (e.getErrorCode() != NO_SUCH_TABLE) {
          throw e;
        }
        create();
        write(options.pipeline());
      }
      return true;
    } catch (SQLException e) {
      if (READ_ONLY.contains(e.getErrorCode())) {
        return false;
      }
      throw e;
    }
  }

  private void write(String pipeline) throws SQLException {
    session.execute(
        "INSERT INTO "
            + name
            + " (pipeline, sent) VALUES (?, "
            + NOW
            + ")"
            + " ON DUPLICATE KEY UPDATE sent = "
            + NOW,
        pipeline);
  }

  private void create() throws SQLException {
    session.execute(ddl(options.database()));
    sign();
  }

  /** With what a pipeline was told before there was the table: the server's own name. */
  private void sign() throws SQLException {
    session.execute(
        "INSERT IGNORE INTO "
            + name
            + " (pipeline, sent, token) VALUES (?, "
            + NOW
            + ", @@server_uuid)",
        IDENTITY);
  }

  /**
   * The name of the data: the same on all servers that it is replicated to. A table that somebody
   * else has made is signed first.
   *
   * @return empty if there is no such table, or no name in it and none can be written
   */
  Optional<String> token() throws SQLException {
    try {
      Optional<String> known = readToken();
      if (known.isEmpty()) {
        sign();
        known = readToken();
      }
      return known;
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_TABLE || READ_ONLY.contains(e.getErrorCode())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<String> readToken() throws SQLException {
    String sql = "SELECT coalesce(token, '') FROM " + name + " WHERE pipeline = ?";
    return session.query(sql, row -> row.getString(1), IDENTITY).stream()
        .filter(token -> !token.isEmpty())
        .findFirst();
  }
}
