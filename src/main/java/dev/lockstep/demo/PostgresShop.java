package dev.lockstep.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A shop in PostgreSQL.
 *
 * @param database its name
 */
record PostgresShop(PostgresServer server, String database) implements ShopServer {

  static ShopServer start(Path dir) {
    return new PostgresShop(
        PostgresServer.start(dir, PostgresServer.logicalReplication()), DATABASE);
  }

  @Override
  public void create() throws SQLException {
    server.createDatabase(database);
  }

  @Override
  public ShopDialect dialect() {
    return ShopDialect.POSTGRES;
  }

  @Override
  public Connection connect() throws SQLException {
    return server.connect(database);
  }

  @Override
  public String jdbc() {
    return server.jdbcUrl(database);
  }

  @Override
  public List<String> configuration() {
    return List.of(
        "kind: postgres",
        "host: localhost",
        "port: " + server.port(),
        "database: " + database,
        "user: " + server.superuser(),
        "password: demo");
  }

  @Override
  public void close() {
    server.close();
  }
}
