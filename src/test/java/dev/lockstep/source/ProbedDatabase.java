package dev.lockstep.source;

import dev.lockstep.change.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of its own on a real server, for tests that hold for every kind of source. */
public interface ProbedDatabase {
  /** A table of the schema in which tables usually are. */
  TableId table(String name);

  /** Runs statements one after the other over one connection, each in its own transaction. */
  void execute(String... statements) throws SQLException;

  /** A connection of an administrator. */
  Connection connect() throws SQLException;

  /** Brings the server's statistics up to date. */
  void analyze(String... tables) throws SQLException;

  /** Keeps everybody else from reading a table, until the connection lets go of it. */
  void lock(Statement statement, String table) throws SQLException;

  /** An account that may hardly do more than connect. */
  void createStranger(String name) throws SQLException;

  /** Its catalog, as an administrator. */
  SourceCatalog catalog();

  /** Its catalog, as another account. */
  SourceCatalog catalog(String user);

  /** The numbers from 1 on, as a table {@code n} with a column {@code i}, for INSERT … SELECT. */
  static String numbers(int count) {
    return "(WITH RECURSIVE m(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM m WHERE i < "
        + count
        + ") SELECT i FROM m) AS n";
  }
}
