package dev.lockstep.source.postgres;

import dev.lockstep.source.SourceTls;
import dev.lockstep.source.jdbc.JdbcSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Opens connections whose sessions write values in the one text form that is read here. */
final class PostgresConnections {
  private static final String SESSION =
      "SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';"
          + " SET bytea_output = 'hex'; SET xmloption = 'content'";

  private static final String DEADLOCK = "40P01";

  private PostgresConnections() {}

  /**
   * Statements with a time limit. The system's own views lock tables (those of a publication, say),
   * and meet a TRUNCATE's locks the wrong way round.
   */
  static JdbcSession session(PostgresOptions options) {
    return new JdbcSession(
        () -> open(options),
        options.limits().statementTimeout(),
        e -> DEADLOCK.equals(e.getSQLState()));
  }

  /** A connection in auto-commit mode. */
  static Connection open(PostgresOptions options) throws SQLException {
    Connection connection = connect(options, properties(options));
    try (Statement statement = connection.createStatement()) {
      statement.execute(SESSION);
    }
    return connection;
  }

  /** Runs statements on a connection that may write though the database is read-only by default. */
  static void executeWritable(PostgresOptions options, List<String> statements, Duration limit)
      throws SQLException {
    try (Connection connection = open(options);
        Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, (int) limit.toMillis());
      statement.execute("SET default_transaction_read_only = off");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A connection that takes replication commands. */
  static Connection openReplication(PostgresOptions options) throws SQLException {
    Properties properties = properties(options);
    properties.setProperty("replication", "database");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "10");
    return connect(options, properties);
  }

  private static Connection connect(PostgresOptions options, Properties properties)
      throws SQLException {
    char[] password = options.password().get();
    try {
      properties.setProperty("password", new String(password));
      String url = "jdbc:postgresql://" + options.host() + ":" + options.port() + "/";
      properties.setProperty("PGDBNAME", options.database());
      return DriverManager.getConnection(url, properties);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static Properties properties(PostgresOptions options) {
    Properties properties = new Properties();
    properties.setProperty("user", options.user());
    properties.setProperty("ApplicationName", "lockstep " + options.slot());
    properties.setProperty("binaryTransfer", "false");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty(
        "connectTimeout", Long.toString(options.limits().connectTimeout().toSeconds()));
    SourceTls tls = options.tls();
    properties.setProperty("sslmode", tls.mode());
    set(properties, "sslrootcert", tls.rootCertificate());
    set(properties, "sslcert", tls.certificate());
    set(properties, "sslkey", tls.key());
    return properties;
  }

  private static void set(Properties properties, String name, @Nullable Path file) {
    if (file != null) {
      properties.setProperty(name, file.toString());
    }
  }
}
