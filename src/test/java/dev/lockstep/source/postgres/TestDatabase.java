package dev.lockstep.source.postgres;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.SourceTls;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database of its own on a server, with a slot and a publication of its own. */
public final class TestDatabase {
  private final PostgresServer server;
  private final String name;

  public TestDatabase(PostgresServer server, String name) throws SQLException {
    this.server = server;
    this.name = name;
    server.createDatabase(name);
  }

  public String name() {
    return name;
  }

  /** On which it is. */
  public PostgresServer server() {
    return server;
  }

  public void execute(String... statements) throws SQLException {
    server.execute(name, statements);
  }

  public Connection connect() throws SQLException {
    return server.connect(name);
  }

  public String text(String sql) throws SQLException {
    try (Connection connection = connect();
        ResultSet result = connection.createStatement().executeQuery(sql)) {
      return result.next() ? String.valueOf(result.getString(1)) : "";
    }
  }

  /** As the superuser, with slot and publication named after the database. */
  public PostgresOptions options(Path dir) {
    return options(dir, server.superuser(), "unused");
  }

  public PostgresOptions options(Path dir, String user, String password) {
    return new PostgresOptions(
        "localhost",
        server.port(),
        name,
        user,
        password::toCharArray,
        SourceTls.prefer(),
        "slot_" + name,
        "pub_" + name,
        0,
        limits(),
        dir.resolve("spill"),
        Map.of());
  }

  /** Quick to notice and to try again. */
  private static SourceLimits limits() {
    SourceLimits limits = SourceLimits.defaults();
    return new SourceLimits(
        limits.maxTransactionChanges(),
        limits.maxTransactionBytes(),
        limits.snapshotSlice(),
        limits.queueBytes(),
        Duration.ofMillis(500),
        limits.connectTimeout(),
        limits.statementTimeout(),
        limits.closeTimeout(),
        Duration.ofMillis(500));
  }

  /** Tables of the schema public with their primary keys. */
  public static Map<TableId, TableNeeds> needs(String... tables) {
    Map<TableId, TableNeeds> needs = new HashMap<>();
    for (String table : tables) {
      needs.put(new TableId("public", table), new TableNeeds(List.of(), List.of(), List.of()));
    }
    return needs;
  }
}
