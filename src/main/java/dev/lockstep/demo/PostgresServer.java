package dev.lockstep.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL server of our own, from binaries that come as a library: no installation, no
 * container, root or not. It listens on the loopback interface, trusts every local user, and keeps
 * its data in a directory, so it can be stopped and started again on the same port.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path dir;
  private final int port;
  private final ServerProgram program;

  private PostgresServer(Path dir, int port, ServerProgram program) {
    this.dir = dir;
    this.port = port;
    this.program = program;
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
    int port = Ports.free();
    return start(dir, port, new EmbeddedPostgresProgram(dir, port, settings));
  }

  /** Starts a server of another program that listens on a port of this machine. */
  public static PostgresServer start(Path dir, int port, ServerProgram program) {
    PostgresServer server = new PostgresServer(dir, port, program);
    server.start();
    return server;
  }

  /** Starts the stopped server again, on the same data and port. Does nothing if it runs. */
  public synchronized void start() {
    if (program.isAlive()) {
      return;
    }
    try {
      program.start();
      awaitReady();
    } catch (IOException e) {
      stop();
      throw new UncheckedIOException("PostgreSQL in " + dir + " did not start", e);
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL started", e);
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + STARTUP_LIMIT.toNanos();
    while (!answers()) {
      if (!program.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(program.log());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Stops the server; its clients are disconnected. Does nothing if it does not run. */
  public synchronized void stop() {
    program.stop(STOP_LIMIT);
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
  public synchronized void close() {
    program.discard(STOP_LIMIT);
  }
}
