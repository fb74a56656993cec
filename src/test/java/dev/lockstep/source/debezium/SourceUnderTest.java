package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.source.SourceCatalog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A database that a test has for itself on a real server, and how it is read. Statements are SQL
 * that all kinds understand; what they say differently is asked for here.
 */
abstract class SourceUnderTest {
  /** A connection with the server's usual settings. */
  abstract Connection connect() throws SQLException;

  /** A table as changes name it. */
  abstract TableId table(String name);

  /** A reader of some tables. */
  abstract DebeziumSource source(Map<TableId, TableNeeds> needs);

  /** What the database's tables are. */
  abstract SourceCatalog catalog();

  /** The same database, read with another account. */
  abstract SourceUnderTest as(String user, String password);

  /** Another database of the same server. */
  abstract SourceUnderTest named(String database);

  /** The same, with transactions of more changes than this flowing in parts. */
  abstract SourceUnderTest withTransactions(int changes);

  /** Makes an account that can connect with its password, and nothing else. */
  abstract void createUser(String name, String password) throws Exception;

  /** As a table in a query: the numbers from 1, in the column {@code i}. */
  abstract String numbers(int count);

  /** A name of any signs in a statement. */
  abstract String quoted(String name);

  /** Makes the log hold a table's rows as they were before, too. */
  abstract void logWholeRows(String table) throws SQLException;

  /** Ends the server's connection with the reader of its log. */
  abstract void cutReader() throws SQLException;

  /** Ends all connections to the database. */
  abstract void cutAll() throws SQLException;

  /** Makes the database read-only for everybody. */
  abstract void fence() throws SQLException;

  /** Makes it writable again. */
  abstract void unfence() throws SQLException;

  abstract void stopServer();

  abstract void startServer();

  /** Runs statements one after the other, each in its own transaction. */
  final void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Runs statements in one transaction. */
  final void transaction(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }

  /** The first value that a query gives. */
  final String text(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? String.valueOf(result.getString(1)) : "";
    }
  }

  /** Tables with their primary keys. */
  final Map<TableId, TableNeeds> needs(String... tables) {
    Map<TableId, TableNeeds> needs = new HashMap<>();
    for (String table : tables) {
      needs.put(table(table), new TableNeeds(List.of(), List.of(), List.of()));
    }
    return needs;
  }

  /** Loads tables and reads on. */
  final Reading load(String... tables) {
    return Reading.load(source(needs(tables)));
  }

  /** Reads on. */
  final Reading resume(SourcePosition from, String... tables) {
    return Reading.resume(source(needs(tables)), from);
  }
}
