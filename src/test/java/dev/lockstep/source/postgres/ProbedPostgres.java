package dev.lockstep.source.postgres;

import dev.lockstep.change.TableId;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.ProbedDatabase;
import dev.lockstep.source.SourceCatalog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL database for the tests that hold for every kind of source. */
final class ProbedPostgres implements ProbedDatabase {
  private final TestDatabase database;
  private final Path dir;

  ProbedPostgres(PostgresServer server, String name, Path dir) throws SQLException {
    this.database = new TestDatabase(server, name);
    this.dir = dir;
  }

  @Override
  public TableId table(String name) {
    return new TableId("public", name);
  }

  @Override
  public void execute(String... statements) throws SQLException {
    database.execute(statements);
  }

  @Override
  public Connection connect() throws SQLException {
    return database.connect();
  }

  @Override
  public void analyze(String... tables) throws SQLException {
    database.execute("ANALYZE " + String.join(", ", tables));
  }

  @Override
  public void lock(Statement statement, String table) throws SQLException {
    statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
  }

  @Override
  public void createStranger(String name) throws SQLException {
    database.execute("CREATE ROLE " + name + " LOGIN");
  }

  @Override
  public SourceCatalog catalog() {
    return new PostgresCatalog(database.options(dir));
  }

  @Override
  public SourceCatalog catalog(String user) {
    return new PostgresCatalog(database.options(dir, user, "x"));
  }
}
