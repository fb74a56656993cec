package dev.lockstep.bench;

import dev.lockstep.demo.MysqlServer;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.MysqlSource;
import dev.lockstep.testing.servers.PostgresSource;
import dev.lockstep.testing.servers.SourceServer;
import dev.lockstep.testing.servers.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The source of all contestants: tables of thirteen columns, with unique keys only. */
final class BenchDatabase implements AutoCloseable {
  static final String NAME = "bench";

  private static final String COLUMNS =
      "id bigint PRIMARY KEY, customer bigint NOT NULL, status text NOT NULL, quantity int,"
          + " price numeric(12,2), weight double precision, active boolean, note text, city text,"
          + " placed timestamptz, changed timestamp, due date, reference uuid";
  private static final String VALUES =
      "g, g % 1000, 'status-' || (g % 7), g % 100, (g % 100000) / 100.0, g / 7.0, g % 2 = 0,"
          + " 'A note of forty characters, more or less', 'City of row ' || g, now(),"
          + " localtimestamp, current_date, '6b8f2a34-0c1e-4d55-9a77-5f1e2d3c4b5a'::uuid";

  /** What the rows' {@code customer} references. */
  private static final String CUSTOMERS =
      "CREATE TABLE customers (id bigint PRIMARY KEY, name text, tier text);"
          + " INSERT INTO customers SELECT g, 'Customer number ' || g, 'tier-' || (g % 5)"
          + " FROM generate_series(0, 999) g";

  private final Dbms dbms;
  private final SourceServer server;

  private BenchDatabase(Dbms dbms, SourceServer server) {
    this.dbms = dbms;
    this.server = server;
  }

  static BenchDatabase start(Dbms dbms, Path dir) throws SQLException {
    SourceServer server =
        dbms == Dbms.MYSQL
            ? new MysqlSource(MysqlServer.start(dir, mysqlSettings()))
            : new PostgresSource(PostgresServer.start(dir, postgresSettings()));
    server.createDatabase(NAME);
    server.execute(NAME, CUSTOMERS);
    return new BenchDatabase(dbms, server);
  }

  private static Map<String, String> postgresSettings() {
    Map<String, String> settings = new LinkedHashMap<>(PostgresServer.logicalReplication());
    settings.put("max_wal_size", "8GB");
    settings.put("shared_buffers", "256MB");
    return settings;
  }

  /** The source is not what is measured, so it need not wait for the disk at each commit. */
  private static Map<String, String> mysqlSettings() {
    return Map.of(
        "innodb-buffer-pool-size", "256M",
        "innodb-flush-log-at-trx-commit", "2",
        "sync-binlog", "0");
  }

  Dbms dbms() {
    return dbms;
  }

  SourceServer server() {
    return server;
  }

  /** Makes a table that holds one row, so that a snapshot of it leaves an offset behind. */
  void createTable(String table) throws SQLException {
    server.execute(NAME, "CREATE TABLE " + table + " (" + COLUMNS + ")", insert(table, 0, 0));
  }

  /** Adds rows with the ids 1 to {@code rows}, in transactions of the given size. */
  void fill(String table, long rows, int rowsPerTransaction) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement insert = insert(connection, table)) {
      for (long first = 1; first <= rows; first += rowsPerTransaction) {
        insert.setLong(1, first);
        insert.setLong(2, Math.min(first + rowsPerTransaction - 1, rows));
        insert.executeUpdate();
      }
    }
    server.execute(NAME, "ANALYZE " + table, "CHECKPOINT");
  }

  /** Gives each row of a table three rows of another one, whose primary key leads to them. */
  void addLines(String table) throws SQLException {
    server.execute(
        NAME,
        "CREATE TABLE %1$s_lines (row_id bigint NOT NULL, line_no int NOT NULL, product text,"
                .formatted(table)
            + " quantity int, price numeric(12,2), PRIMARY KEY (row_id, line_no))",
        "INSERT INTO %1$s_lines SELECT id, n, 'product-' || (id %% 977), n, (id %% 10000) / 100.0"
                .formatted(table)
            + " FROM %s, generate_series(1, 3) n".formatted(table),
        "ANALYZE " + table + "_lines",
        "CHECKPOINT");
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(NAME));
  }

  private static PreparedStatement insert(Connection connection, String table) throws SQLException {
    return connection.prepareStatement(Sql.in(connection, insert(table, "?", "?")));
  }

  /** Lets all rows of a table reference one customer. */
  void giveAllToOneCustomer(String table) throws SQLException {
    server.execute(NAME, "UPDATE " + table + " SET customer = 0", "ANALYZE " + table);
  }

  /** Changes the customer that all those rows reference. */
  void renameThatCustomer() throws SQLException {
    server.execute(NAME, "UPDATE customers SET name = 'Somebody else' WHERE id = 0");
  }

  private static String insert(String table, Object first, Object last) {
    return "INSERT INTO %s SELECT %s FROM generate_series(%s::bigint, %s::bigint) g"
        .formatted(table, VALUES, first, last);
  }

  /**
   * Inserts one row a transaction at a steady rate; what is late is made up for.
   *
   * @return the rate that was kept, per second
   */
  double fillSteadily(String table, int perSecond, int seconds, long firstId) throws SQLException {
    long rows = (long) perSecond * seconds;
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    try (Connection connection = connect();
        PreparedStatement insert = insert(connection, table)) {
      long start = System.nanoTime();
      for (long i = 0; i < rows; i++) {
        waitUntil(start + i * interval);
        insert.setLong(1, firstId + i);
        insert.setLong(2, firstId + i);
        insert.executeUpdate();
      }
      return rows * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
    }
  }

  /**
   * Updates rows at a steady rate until the source refuses; what is late is made up for.
   *
   * @param rows of the table; each is updated in turn
   * @param perRow updates of one row in one transaction
   * @param committed told of each transaction
   * @throws SQLException when the source refuses
   */
  void updateSteadily(String table, int perSecond, long rows, int perRow, Runnable committed)
      throws SQLException {
    long interval = TimeUnit.SECONDS.toNanos(1) * perRow / perSecond;
    try (Connection connection = connect();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE " + table + " SET quantity = quantity + 1 WHERE id = ?")) {
      connection.setAutoCommit(false);
      long start = System.nanoTime();
      for (long i = 0; ; i++) {
        waitUntil(start + i * interval);
        update.setLong(1, 1 + i % rows);
        for (int n = 0; n < perRow; n++) {
          update.executeUpdate();
        }
        connection.commit();
        committed.run();
      }
    }
  }

  private static void waitUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Drops what a contestant left in the server, so that the next one has it to itself. */
  void forget(String slot) throws SQLException {
    if (dbms == Dbms.MYSQL) {
      return;
    }
    for (String pid :
        column(
            "SELECT active_pid FROM pg_replication_slots WHERE slot_name = ? AND active", slot)) {
      column("SELECT pg_terminate_backend(?::int)", pid);
    }
    for (String name :
        column("SELECT slot_name FROM pg_replication_slots WHERE slot_name = ?", slot)) {
      server.execute(NAME, "SELECT pg_drop_replication_slot('" + name + "')");
    }
    server.execute(NAME, "DROP PUBLICATION IF EXISTS " + slot);
  }

  private List<String> column(String sql, String parameter) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
    }
    return values;
  }

  /** Leaves one row, as {@link #createTable} does. */
  void empty(String table) throws SQLException {
    server.execute(NAME, "DELETE FROM " + table + " WHERE id > 0");
  }

  @Override
  public void close() {
    server.close();
  }
}
