package dev.lockstep.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of our own, from binaries that come as a library: no installation, no
 * container, root or not. It listens on the loopback interface, trusts every local user, and keeps
 * its data in a directory, so it can be stopped and started again on the same port.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_POLL = Duration.ofMillis(50);

  private final Path dir;
  private final int port;
  private final Map<String, String> settings;
  private @Nullable EmbeddedPostgres running;

  private PostgresServer(Path dir, int port, Map<String, String> settings) {
    this.dir = dir;
    this.port = port;
    this.settings = settings;
  }

  /** What logical replication needs, for a few pipelines at a time. */
  public static Map<String, String> logicalReplication() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("wal_level", "logical");
    settings.put("max_replication_slots", "32");
    settings.put("max_wal_senders", "32");
    return settings;
  }

  /**
   * Starts a server on a free port; makes its data directory if there is none.
   *
   * @param dir the data directory; stays when the server is closed
   * @param settings as in {@code postgresql.conf}
   * @throws UncheckedIOException if it does not come up within a minute
   */
  public static PostgresServer start(Path dir, Map<String, String> settings) {
    PostgresServer server = new PostgresServer(dir, freePort(), settings);
    server.start();
    return server;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the stopped server again, on the same data and port. Does nothing if it runs. */
  public synchronized void start() {
    if (running != null) {
      return;
    }
    try {
      running = builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL in " + dir + " did not start", e);
    }
  }

  private EmbeddedPostgres.Builder builder() {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(dir)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(binaries())
            .setPGStartupWait(STARTUP_LIMIT)
            // The library's default, off, delays what the log readers see.
            .setServerConfig("synchronous_commit", "on")
            .setPort(port);
    settings.forEach(builder::setServerConfig);
    return builder;
  }

  /** Unpacked once for each user of the machine, and kept. */
  private static File binaries() {
    String user = System.getProperty("user.name", "nobody");
    return Path.of(System.getProperty("java.io.tmpdir"), "lockstep-postgres-" + user).toFile();
  }

  /** Stops the server; its clients are disconnected. Does nothing if it does not run. */
  public synchronized void stop() {
    if (running == null) {
      return;
    }
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL in " + dir + " did not stop", e);
    } finally {
      running = null;
    }
    awaitGone();
  }

  /** The library waits only seconds; a server ends when its readers have let go. */
  private void awaitGone() {
    long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
    while (Files.exists(dir.resolve("postmaster.pid"))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("PostgreSQL in " + dir + " did not stop");
      }
      LockSupport.parkNanos(STOP_POLL.toNanos());
    }
  }

  /** The port on the loopback interface; the same for the server's whole life. */
  public int port() {
    return port;
  }

  /** The data directory. */
  public Path dir() {
    return dir;
  }

  /** The name of the superuser; it needs no password. */
  public String superuser() {
    return "postgres";
  }

  /** A JDBC address of a database, as the superuser. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=" + superuser();
  }

  /** A connection to a database, as the superuser. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database));
  }

  /** Makes an empty database. */
  public void createDatabase(String name) throws SQLException {
    execute("postgres", "CREATE DATABASE \"" + name + "\"");
  }

  /** Runs statements one after the other, each in its own transaction. */
  public void execute(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() {
    stop();
  }
}
