package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.ProbedDatabase;
import dev.lockstep.source.SourceCatalog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A MySQL database for the tests that hold for every kind of source. */
final class ProbedMysql implements ProbedDatabase {
  private final MysqlDatabase database;
  private final Path dir;

  ProbedMysql(MysqlServer server, String name, Path dir) throws SQLException {
    this.database = new MysqlDatabase(server, name);
    this.dir = dir;
  }

  @Override
  public TableId table(String name) {
    return database.table(name);
  }

  @Override
  public void execute(String... statements) throws SQLException {
    List<String> all = new ArrayList<>(List.of("SET SESSION cte_max_recursion_depth = 1000000"));
    all.addAll(List.of(statements));
    database.execute(all.toArray(String[]::new));
  }

  @Override
  public Connection connect() throws SQLException {
    return database.connect();
  }

  @Override
  public void analyze(String... tables) throws SQLException {
    database.execute("ANALYZE TABLE " + String.join(", ", tables));
  }

  @Override
  public void lock(Statement statement, String table) throws SQLException {
    statement.execute("LOCK TABLES " + table + " WRITE");
  }

  /** Whoever may do nothing in a database cannot connect to it. */
  @Override
  public void createStranger(String name) throws SQLException {
    database.execute(
        "CREATE USER '" + name + "'@'%' IDENTIFIED BY 'x'",
        "GRANT SHOW VIEW ON " + MysqlNames.quote(database.name()) + ".* TO '" + name + "'@'%'");
  }

  @Override
  public SourceCatalog catalog() {
    return new MysqlCatalog(database.options(dir));
  }

  @Override
  public SourceCatalog catalog(String user) {
    return new MysqlCatalog(database.options(dir, user, "x"));
  }
}
