package dev.lockstep.testing.servers;

import dev.lockstep.demo.MysqlServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * MySQL as a test's source.
 *
 * @param server may be shared by tests
 */
public record MysqlSource(MysqlServer server) implements SourceServer {
  private static final int FIRST_SERVER_ID = 1_000;
  private static final int SERVER_IDS = 1_000_000_000;
  private static final int NO_SUCH_THREAD = 1094;
  private static final String READERS =
      "SELECT ID FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'";

  /** As statements for PostgreSQL want it, with long series; no writer waits long for another. */
  private static final String SESSION =
      "&allowMultiQueries=true&sessionVariables=innodb_lock_wait_timeout=5,"
          + "cte_max_recursion_depth=1000000,"
          + "sql_mode='PIPES_AS_CONCAT,STRICT_TRANS_TABLES'";

  static SourceServer start(Path dir) {
    return new MysqlSource(TestServers.mysql(dir, Map.of()));
  }

  @Override
  public void createDatabase(String name) throws SQLException {
    // As PostgreSQL compares texts: by their characters.
    server.execute(
        "mysql", "CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  }

  @Override
  public String jdbcUrl(String database) {
    return server.jdbcUrl(database) + SESSION;
  }

  @Override
  public String schema(String database) {
    return database;
  }

  @Override
  public Map<String, String> configuration(String database, String pipeline) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("kind", "mysql");
    lines.put("host", server.host());
    lines.put("port", Integer.toString(server.port()));
    lines.put("database", database);
    lines.put("user", server.superuser());
    String own = database + "/" + pipeline;
    lines.put(
        "server-id", Integer.toString(FIRST_SERVER_ID + Math.floorMod(own.hashCode(), SERVER_IDS)));
    return lines;
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public void start() {
    server.start();
  }

  /** One may have ended by itself. */
  @Override
  public int cutReaders() throws SQLException {
    int cut = 0;
    try (Connection connection = server.connect("mysql");
        Statement all = connection.createStatement();
        Statement kill = connection.createStatement();
        ResultSet readers = all.executeQuery(READERS)) {
      while (readers.next()) {
        try {
          kill.execute("KILL " + readers.getLong(1));
          cut++;
        } catch (SQLException e) {
          if (e.getErrorCode() != NO_SUCH_THREAD) {
            throw e;
          }
        }
      }
    }
    return cut;
  }

  @Override
  public void forget(String database) {
    // MySQL remembers nothing of those who have read its log.
  }

  @Override
  public void close() {
    server.close();
  }
}
