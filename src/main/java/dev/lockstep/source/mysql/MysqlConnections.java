package dev.lockstep.source.mysql;

import dev.lockstep.source.SourceTls;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * Opens connections whose sessions write values in the one text form that is read here: UTC, UTF-8,
 * and the server's own text of every value.
 */
final class MysqlConnections {
  /** Strict about nothing, since nothing but the heartbeat is written; quotes as MySQL does. */
  private static final String SQL_MODE = "sql_mode='NO_ENGINE_SUBSTITUTION'";

  private static final int SLOW_READER_SECONDS = 86_400;

  private static final Set<Integer> DEADLOCK_OR_LOCK_WAIT = Set.of(1213, 1205);

  private MysqlConnections() {}

  /**
   * Statements with a time limit: all attempts of one together wait for locks as long as it may
   * take.
   */
  static JdbcSession session(MysqlOptions options) {
    Duration limit = options.limits().statementTimeout();
    return new JdbcSession(
        () -> open(options, limit.dividedBy(JdbcSession.MAX_ATTEMPTS)),
        limit,
        e -> DEADLOCK_OR_LOCK_WAIT.contains(e.getErrorCode()));
  }

  /** A connection in auto-commit mode, whose waits for locks end with the statement timeout. */
  static Connection open(MysqlOptions options) throws SQLException {
    return open(options, options.limits().statementTimeout());
  }

  /** A connection in auto-commit mode that waits for a lock no longer than a limit. */
  static Connection open(MysqlOptions options, Duration lockWait) throws SQLException {
    char[] password = options.password().get();
    try {
      Properties properties = properties(options);
      properties.setProperty("sessionVariables", session(lockWait));
      properties.setProperty("password", new String(password));
      return DriverManager.getConnection(url(options), properties);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  /** Runs statements on a connection of their own. */
  static void execute(MysqlOptions options, List<String> statements, Duration limit)
      throws SQLException {
    try (Connection connection = open(options, limit);
        Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, (int) limit.toMillis());
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String url(MysqlOptions options) {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return "jdbc:mysql://" + host + ":" + options.port() + "/";
  }

  private static String session(Duration lockWait) {
    long seconds = Math.max(1, lockWait.toSeconds());
    return "time_zone='+00:00',"
        + SQL_MODE
        + ",lock_wait_timeout="
        + seconds
        + ",innodb_lock_wait_timeout="
        + seconds;
  }

  private static Properties properties(MysqlOptions options) {
    Properties properties = new Properties();
    properties.setProperty("user", options.user());
    properties.setProperty("dbname", options.database());
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("characterEncoding", "UTF-8");
    properties.setProperty("characterSetResults", "UTF-8");
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("yearIsDateType", "false");
    properties.setProperty("useServerPrepStmts", "false");
    properties.setProperty("tcpKeepAlive", "true");
    // The server gives up a reader that takes its rows too slowly, as a full pipeline does.
    properties.setProperty("netTimeoutForStreamingResults", Integer.toString(SLOW_READER_SECONDS));
    properties.setProperty("connectionAttributes", "program_name:lockstep " + options.pipeline());
    long timeout = options.limits().connectTimeout().toMillis();
    properties.setProperty("connectTimeout", Long.toString(timeout));
    secure(options.tls(), properties);
    MysqlKeyStores.driver(options).forEach(properties::setProperty);
    return properties;
  }

  private static void secure(SourceTls tls, Properties properties) {
    properties.setProperty("sslMode", MysqlTls.driverMode(tls));
    // Without certificates nobody is sure of the server anyway, so its public key is as good.
    properties.setProperty("allowPublicKeyRetrieval", Boolean.toString(!MysqlTls.isEncrypted(tls)));
  }
}
