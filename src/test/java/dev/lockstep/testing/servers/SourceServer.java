package dev.lockstep.testing.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A source server of a test. Statements are said to it as one says them to PostgreSQL. */
public interface SourceServer extends AutoCloseable {

  /** Makes an empty database. */
  void createDatabase(String name) throws SQLException;

  /** A JDBC address, as the superuser; one statement may be several. */
  String jdbcUrl(String database);

  /** The schema that a database's tables are in, as mappings name it. */
  String schema(String database);

  /**
   * What a configuration says below {@code source}.
   *
   * @param pipeline names what the pipeline has for itself in the server
   */
  Map<String, String> configuration(String database, String pipeline);

  /** Stops the server; nobody else may use it. */
  void stop();

  /** Starts the stopped server again, where it was. */
  void start();

  /** Ends the server's connections with those who read its log; returns how many there were. */
  int cutReaders() throws SQLException;

  /** Drops what the pipelines over a database left in the server. */
  void forget(String database) throws SQLException;

  @Override
  void close();

  /** A mapping that names the tables of PostgreSQL's usual schema, over those of a database. */
  default String mapping(String mapping, String database) {
    return mapping.replace("public.", schema(database) + ".");
  }

  /** Runs statements one after the other, each in its own transaction. */
  default void execute(String database, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(database))) {
      for (String sql : statements) {
        Sql.execute(connection, sql);
      }
    }
  }
}
