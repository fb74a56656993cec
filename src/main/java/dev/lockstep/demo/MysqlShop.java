package dev.lockstep.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A shop in MySQL.
 *
 * @param database its name
 */
record MysqlShop(MysqlServer server, String database) implements ShopServer {
  private static final String LOCKSTEPS_SERVER_ID = "4711";

  static ShopServer start(Path dir) {
    return new MysqlShop(MysqlServer.start(dir, Map.of("default-time-zone", "+00:00")), DATABASE);
  }

  @Override
  public void create() throws SQLException {
    server.createDatabase(database);
  }

  @Override
  public ShopDialect dialect() {
    return ShopDialect.MYSQL;
  }

  /** Counts rows that were changed, not those that were as they should be. */
  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbc() + "&useAffectedRows=true");
  }

  @Override
  public String jdbc() {
    return server.jdbcUrl(database);
  }

  @Override
  public List<String> configuration() {
    return List.of(
        "kind: mysql",
        "host: " + server.host(),
        "port: " + server.port(),
        "database: " + database,
        "user: " + server.superuser(),
        "server-id: " + LOCKSTEPS_SERVER_ID);
  }

  @Override
  public void close() {
    server.close();
  }
}
