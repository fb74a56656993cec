package dev.lockstep.testing.servers;

import dev.lockstep.demo.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PostgreSQL as a test's source.
 *
 * @param server may be shared by tests
 */
public record PostgresSource(PostgresServer server) implements SourceServer {

  static SourceServer start(Path dir) {
    return new PostgresSource(TestServers.postgres(dir, PostgresServer.logicalReplication()));
  }

  @Override
  public void createDatabase(String name) throws SQLException {
    server.createDatabase(name);
  }

  @Override
  public String jdbcUrl(String database) {
    return server.jdbcUrl(database);
  }

  @Override
  public String schema(String database) {
    return "public";
  }

  @Override
  public Map<String, String> configuration(String database, String pipeline) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("kind", "postgres");
    lines.put("host", "localhost");
    lines.put("port", Integer.toString(server.port()));
    lines.put("database", database);
    lines.put("user", server.superuser());
    lines.put("password", "unused");
    lines.put("slot", pipeline.replace('-', '_'));
    lines.put("publication", pipeline.replace('-', '_'));
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

  @Override
  public int cutReaders() throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
        Statement statement = connection.createStatement();
        ResultSet cut =
            statement.executeQuery(
                "SELECT count(pg_terminate_backend(active_pid)) FROM pg_replication_slots"
                    + " WHERE active_pid IS NOT NULL")) {
      return cut.next() ? cut.getInt(1) : 0;
    }
  }

  @Override
  public void forget(String database) throws SQLException {
    execute(
        database,
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
            + " WHERE database = current_database()");
  }

  @Override
  public void close() {
    server.close();
  }
}
