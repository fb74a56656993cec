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
 * A MySQL server of our own, from binaries that come as a library: no installation, no container,
 * root or not. It listens on the loopback interface, lets its superuser in without a password,
 * writes a row-based binary log with GTIDs, and keeps its data in a directory, so it can be stopped
 * and started again on the same port.
 */
public final class MysqlServer implements AutoCloseable {
  private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final String ADDRESS = "127.0.0.1";

  private final Path dir;
  private final int port;
  private final ServerProgram program;
  private boolean running;

  private MysqlServer(Path dir, int port, ServerProgram program) {
    this.dir = dir;
    this.port = port;
    this.program = program;
  }

  /** What reading the binary log by rows needs; small, for a machine that does other things too. */
  public static Map<String, String> rowBinlog() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("server-id", "1");
    settings.put("log-bin", "binlog");
    settings.put("binlog-format", "ROW");
    settings.put("binlog-row-image", "FULL");
    settings.put("gtid-mode", "ON");
    settings.put("enforce-gtid-consistency", "ON");
    settings.put("innodb-buffer-pool-size", "64M");
    settings.put("table-open-cache", "400");
    settings.put("max-connections", "100");
    return settings;
  }

  /**
   * Starts a server on a free port; makes its data directory if there is none.
   *
   * @param dir its directory: data and log; stays when the server is closed
   * @param settings as in {@code my.cnf}, over those of {@link #rowBinlog}
   * @throws UncheckedIOException if it does not come up within a minute
   */
  public static MysqlServer start(Path dir, Map<String, String> settings) {
    Map<String, String> all = rowBinlog();
    all.putAll(settings);
    Path home = dir.toAbsolutePath();
    int port = Ports.free();
    return start(home, port, new EmbeddedMysql(home, port, all));
  }

  /** Starts a server of another program that listens on a port of this machine. */
  public static MysqlServer start(Path dir, int port, ServerProgram program) {
    MysqlServer server = new MysqlServer(dir, port, program);
    server.start();
    return server;
  }

  /** Starts the stopped server again, on the same data and port. Does nothing if it runs. */
  public synchronized void start() {
    if (running) {
      return;
    }
    running = true;
    try {
      program.start();
      awaitReady();
    } catch (IOException e) {
      stop();
      throw new UncheckedIOException("MySQL in " + dir + " did not start", e);
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while MySQL started", e);
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
    try (Connection connection = connect("mysql")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Stops the server; its clients are disconnected. Does nothing if it does not run. */
  public synchronized void stop() {
    if (running) {
      running = false;
      program.stop(STOP_LIMIT);
    }
  }

  /** Ends the server as a crash would. Does nothing if it does not run. */
  public synchronized void kill() {
    if (running) {
      running = false;
      program.kill();
    }
  }

  /** The port on the loopback interface; the same for the server's whole life. */
  public int port() {
    return port;
  }

  /** The address that it listens on. */
  public String host() {
    return ADDRESS;
  }

  /** Its directory. */
  public Path dir() {
    return dir;
  }

  /** The name of the superuser; it needs no password. */
  public String superuser() {
    return "root";
  }

  /** A JDBC address of a database, as the superuser. */
  public String jdbcUrl(String database) {
    return "jdbc:mysql://"
        + ADDRESS
        + ":"
        + port
        + "/"
        + database
        + "?user="
        + superuser()
        + "&sslMode=DISABLED&allowPublicKeyRetrieval=true&connectionTimeZone=UTC&characterEncoding=UTF-8";
  }

  /** A connection to a database, as the superuser. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database));
  }

  /** Makes an empty database. */
  public void createDatabase(String name) throws SQLException {
    execute("mysql", "CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4");
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
    running = false;
    program.discard(STOP_LIMIT);
  }
}
