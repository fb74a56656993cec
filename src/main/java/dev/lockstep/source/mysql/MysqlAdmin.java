package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server says of its binary log and its tables, and the heartbeat: one connection, one
 * statement at a time, each with a time limit. Not thread-safe.
 */
public final class MysqlAdmin implements AutoCloseable {
  private static final Pattern AT_LEAST_8_4 = Pattern.compile("8\\.[4-9]|9\\.|\\d\\d");

  private final MysqlOptions options;
  private final JdbcSession session;
  private final HeartbeatTable heartbeats;

  /** Connects at the first statement. */
  public MysqlAdmin(MysqlOptions options) {
    this.options = options;
    this.session = MysqlConnections.session(options);
    this.heartbeats = new HeartbeatTable(options, session);
  }

  /** For what else is asked over this connection. */
  JdbcSession session() {
    return session;
  }

  /**
   * Writes the pipeline's row of the heartbeat table, which the log's reader will see; makes the
   * table if it is not there.
   *
   * @return whether it was written; false if nothing may be written
   */
  public boolean heartbeat() throws SQLException {
    return heartbeats.beat();
  }

  /** The name of the data, replicated with it; empty without a heartbeat table. */
  public Optional<String> token() throws SQLException {
    return heartbeats.token();
  }

  /**
   * The end of the binary log.
   *
   * @throws LockstepException if the server writes none
   */
  public BinlogStatus requireStatus() throws SQLException {
    return status().orElseThrow(() -> new LockstepException(noLog()));
  }

  private Problem noLog() {
    return Problem.error(
        Category.SOURCE,
        "BINLOG-OFF",
        "the server writes no binary log",
        options.address(),
        "set log_bin and restart the server (on Amazon RDS, turn automated backups on)");
  }

  /** The end of the binary log; empty if the server writes none. */
  public Optional<BinlogStatus> status() throws SQLException {
    return session.query(statusQuery(version()), MysqlAdmin::status).stream().findFirst();
  }

  private String version() throws SQLException {
    return one("SELECT VERSION()");
  }

  /**
   * The statement that tells the end of the log: since 8.4 it has another name.
   *
   * @param version the server's
   */
  static String statusQuery(String version) {
    return AT_LEAST_8_4.matcher(version).lookingAt()
        ? "SHOW BINARY LOG STATUS"
        : "SHOW MASTER STATUS";
  }

  static BinlogStatus status(ResultSet row) throws SQLException {
    BinlogPosition position = new BinlogPosition(row.getString("File"), row.getLong("Position"));
    return new BinlogStatus(position, compact(row.getString("Executed_Gtid_Set")));
  }

  private static String compact(String gtids) {
    return gtids.replaceAll("\\s", "");
  }

  /** Which server this is; a replica that is promoted is another one. */
  public String serverUuid() throws SQLException {
    return one("SELECT @@server_uuid");
  }

  /** The transactions that the server's log no longer has, as a GTID set without line breaks. */
  public String gtidPurged() throws SQLException {
    return compact(one("SELECT @@gtid_purged"));
  }

  /** Whether the transactions of a GTID set are all in another one; the server's arithmetic. */
  public boolean isSubset(String gtids, String of) throws SQLException {
    return one("SELECT GTID_SUBSET(?, ?)", gtids, of).equals("1");
  }

  /** The transactions of a GTID set that are not in another one. */
  public String subtract(String gtids, String without) throws SQLException {
    return compact(one("SELECT GTID_SUBTRACT(?, ?)", gtids, without));
  }

  private String one(String sql, Object... parameters) throws SQLException {
    return session.query(sql, row -> row.getString(1), parameters).get(0);
  }

  /** The files of the binary log that are still there; none if the server writes none. */
  public BinaryLogs binaryLogs() throws SQLException {
    if (status().isEmpty()) {
      return new BinaryLogs(List.of());
    }
    return new BinaryLogs(
        session.query(
            "SHOW BINARY LOGS", row -> new BinaryLogs.BinaryLog(row.getString(1), row.getLong(2))));
  }

  /** How long the server keeps a file of its log after its end, seconds; 0 for ever. */
  public long keptSeconds() throws SQLException {
    return Long.parseLong(setting("binlog_expire_logs_seconds").orElse("0"));
  }

  /** The value of a server's global variable; empty if it knows none of that name. */
  public Optional<String> setting(String name) throws SQLException {
    return session
        .query("SHOW GLOBAL VARIABLES WHERE Variable_name = ?", row -> row.getString(2), name)
        .stream()
        .findFirst();
  }

  /** The server's own estimates of rows, by table; those without an estimate are absent. */
  public Map<TableId, Long> estimatedRows(Collection<TableId> tables) throws SQLException {
    Map<TableId, Long> estimates = new LinkedHashMap<>();
    if (!tables.isEmpty()) {
      // Else the server answers what it knew up to a day ago.
      session.execute("SET SESSION information_schema_stats_expiry = 0");
      String sql =
          "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_ROWS FROM information_schema.TABLES"
              + " WHERE TABLE_ROWS IS NOT NULL AND (TABLE_SCHEMA, TABLE_NAME) IN ("
              + tables.stream().map(table -> "(?, ?)").collect(Collectors.joining(", "))
              + ")";
      session.query(sql, row -> estimates.put(table(row), row.getLong(3)), names(tables));
    }
    return estimates;
  }

  private static TableId table(ResultSet row) throws SQLException {
    return new TableId(row.getString(1), row.getString(2));
  }

  private static Object[] names(Collection<TableId> tables) {
    return tables.stream()
        .flatMap(table -> List.of(table.schema(), table.name()).stream())
        .toArray();
  }

  /** Closes the connection; the next statement opens another. */
  @Override
  public void close() {
    session.close();
  }
}
