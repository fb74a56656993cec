package dev.lockstep.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The demo's database: its tables, and the rows that it starts with. */
final class Shop {
  static final List<String> TABLES =
      List.of("customers", "addresses", "products", "orders", "order_lines");

  private static final int BATCH = 500;

  private final Connection connection;
  private final ShopDialect dialect;
  private final ShopSize size;
  private final ShopData data;

  private Shop(Connection connection, ShopDialect dialect, ShopSize size, long seed) {
    this.connection = connection;
    this.dialect = dialect;
    this.size = size;
    this.data = new ShopData(new Random(seed));
  }

  /** Makes the tables and fills them; the same seed gives the same rows. */
  static void open(ShopServer server, ShopSize size, long seed) throws SQLException {
    try (Connection connection = server.connect()) {
      connection.setAutoCommit(false);
      new Shop(connection, server.dialect(), size, seed).open();
      connection.commit();
      connection.setAutoCommit(true);
      // Fresh statistics, so that the load can say how far it is.
      execute(connection, server.dialect().analyze());
    }
  }

  private void open() throws SQLException {
    for (String sql : dialect.createTables()) {
      execute(connection, sql);
    }
    customers();
    addresses();
    products();
    orders();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A text that lies beside this class. */
  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Shop.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void customers() throws SQLException {
    fill(
        "INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        size.customers(),
        (row, id) -> {
          row.setLong(1, id);
          row.setString(2, data.email(id));
          row.setString(3, data.firstName());
          row.setString(4, data.lastName());
          row.setString(5, data.passwordHash());
          row.setString(6, data.tier());
          row.setTimestamp(7, data.moment());
          row.setString(8, data.note());
        });
  }

  // Row and customer have the same parity: see Workload.
  private void addresses() throws SQLException {
    fill(
        "INSERT INTO addresses VALUES (?, ?, ?, ?, ?, ?)",
        size.addresses(),
        (row, id) -> {
          row.setLong(1, id);
          row.setLong(2, customerLike(id));
          row.setString(3, data.kind());
          row.setString(4, data.street());
          String city = data.city();
          row.setString(5, city);
          row.setString(6, data.countryOf(city));
        });
  }

  private long customerLike(long id) {
    int pairs = Math.max(1, size.customers() / 2);
    return 2L * data.below(pairs) + (id % 2 == 0 ? 2 : 1);
  }

  private void products() throws SQLException {
    fill(
        dialect.insertProduct(),
        size.products(),
        (row, id) -> {
          row.setLong(1, id);
          row.setString(2, "SKU-" + (10_000 + id));
          row.setString(3, data.productName());
          row.setBigDecimal(4, data.price());
          row.setString(5, data.attributes());
          row.setString(6, data.tags());
        });
  }

  private void orders() throws SQLException {
    fill(
        "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)",
        size.orders(),
        (row, id) -> {
          row.setLong(1, id);
          row.setLong(2, customerLike(id));
          row.setString(3, data.status());
          row.setBigDecimal(4, BigDecimal.ZERO);
          row.setTimestamp(5, data.moment());
          row.setString(6, data.chance(20) ? "Leave it at the door." : null);
        });
    lines();
    execute(
        connection,
        "UPDATE orders SET total = (SELECT coalesce(sum(quantity * unit_price), 0)"
            + " FROM order_lines WHERE order_id = id)");
  }

  // The first lines go round all orders, so that no order has more than one line over another.
  private void lines() throws SQLException {
    fill(
        "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)",
        size.lines(),
        (row, n) -> {
          row.setLong(1, 1 + (n - 1) % size.orders());
          row.setInt(2, (int) (1 + (n - 1) / size.orders()));
          row.setLong(3, 1L + data.below(size.products()));
          row.setInt(4, 1 + data.below(5));
          row.setBigDecimal(5, data.price());
        });
  }

  private void fill(String sql, int rows, RowWriter writer) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int id = 1; id <= rows; id++) {
        writer.write(statement, id);
        statement.addBatch();
        if (id % BATCH == 0) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
    }
  }

  @FunctionalInterface
  private interface RowWriter {
    void write(PreparedStatement row, long id) throws SQLException;
  }
}
