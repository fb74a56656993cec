package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.demo.MysqlServer;
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

/** A database of its own on a server. */
public final class MysqlDatabase {
  /** Readers of a server's log have different numbers; the databases' names differ enough. */
  private static final int FIRST_SERVER_ID = 1_000;

  private static final int SERVER_IDS = 1_000_000_000;

  private final MysqlServer server;
  private final String name;

  public MysqlDatabase(MysqlServer server, String name) throws SQLException {
    this.server = server;
    this.name = name;
    server.createDatabase(name);
  }

  public String name() {
    return name;
  }

  /** On which it is. */
  public MysqlServer server() {
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

  /** As the superuser. */
  public MysqlOptions options(Path dir) {
    return options(dir, server.superuser(), "");
  }

  public MysqlOptions options(Path dir, String user, String password) {
    return new MysqlOptions(
        server.host(),
        server.port(),
        name,
        user,
        password::toCharArray,
        SourceTls.prefer(),
        FIRST_SERVER_ID + Math.floorMod(name.hashCode(), SERVER_IDS),
        UnloggedRows.HALT,
        "pipeline-" + name,
        0,
        limits(),
        dir.resolve("spill"),
        dir.resolve("schema-history"),
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

  public TableId table(String table) {
    return new TableId(name, table);
  }

  /** Tables of this database with their primary keys. */
  public Map<TableId, TableNeeds> needs(String... tables) {
    Map<TableId, TableNeeds> needs = new HashMap<>();
    for (String table : tables) {
      needs.put(table(table), new TableNeeds(List.of(), List.of(), List.of()));
    }
    return needs;
  }
}
