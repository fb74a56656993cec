package dev.lockstep.demo;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.daemon.Operations;
import dev.lockstep.demo.DemoReport.Example;
import dev.lockstep.demo.DemoReport.SourceRows;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds a customer and an order, as rows of all their tables and as the items that these are. */
final class Examples {
  private static final String TABLE = "shop";
  // Those that are quickly read come first.
  private static final String AN_ORDER =
      "SELECT o.id, o.customer_id FROM orders o JOIN customers c ON c.id = o.customer_id"
          + " WHERE o.status <> 'draft'"
          + " AND (SELECT count(*) FROM order_lines WHERE order_id = o.id) > 1"
          + " ORDER BY (SELECT count(*) FROM addresses WHERE customer_id = c.id) IN (1, 2) DESC,"
          + " c.notes IS NULL DESC, o.note IS NULL DESC, o.id LIMIT 1";

  private final Operations operations;
  private final Path configuration;
  private final Connection source;
  private final String schema;

  /**
   * @param schema that the source's tables are in
   */
  Examples(Operations operations, Path configuration, Connection source, String schema) {
    this.operations = operations;
    this.configuration = configuration;
    this.source = source;
    this.schema = schema;
  }

  /** Those that there are: none if the shop has no order of several lines. */
  List<Example> find() throws SQLException, InterruptedException {
    try (PreparedStatement statement = source.prepareStatement(AN_ORDER);
        ResultSet found = statement.executeQuery()) {
      return found.next() ? of(found.getLong(1), found.getLong(2)) : List.of();
    }
  }

  private List<Example> of(long order, long customer) throws SQLException, InterruptedException {
    List<Example> examples = new ArrayList<>();
    String partition = "CUSTOMER#" + customer;
    add(examples, customerRows(customer), partition, "PROFILE");
    String sort = String.format(Locale.ROOT, "ORDER#%012d", order);
    add(examples, orderRows(order, customer), partition, sort);
    return examples;
  }

  private List<SourceRows> customerRows(long customer) throws SQLException {
    return List.of(
        rows("customers", "SELECT * FROM customers WHERE id = ?", customer),
        rows("addresses", "SELECT * FROM addresses WHERE customer_id = ? ORDER BY id", customer));
  }

  private List<SourceRows> orderRows(long order, long customer) throws SQLException {
    return List.of(
        rows("orders", "SELECT * FROM orders WHERE id = ?", order),
        rows("order_lines", "SELECT * FROM order_lines WHERE order_id = ? ORDER BY line_no", order),
        rows(
            "products",
            "SELECT id, sku, name FROM products WHERE id IN"
                + " (SELECT product_id FROM order_lines WHERE order_id = ?) ORDER BY id",
            order),
        rows(
            "customers", "SELECT id, first_name, last_name FROM customers WHERE id = ?", customer));
  }

  private SourceRows rows(String table, String sql, long key) throws SQLException {
    try (PreparedStatement statement = source.prepareStatement(sql)) {
      statement.setLong(1, key);
      try (ResultSet found = statement.executeQuery()) {
        return new SourceRows(schema + "." + table, columns(found), cells(found));
      }
    }
  }

  private static List<String> columns(ResultSet rows) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      columns.add(rows.getMetaData().getColumnName(i));
    }
    return columns;
  }

  private static List<List<String>> cells(ResultSet rows) throws SQLException {
    List<List<String>> cells = new ArrayList<>();
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        String value = rows.getString(i);
        row.add(value == null ? "" : value);
      }
      cells.add(row);
    }
    return cells;
  }

  private void add(List<Example> examples, List<SourceRows> rows, String partition, String sort)
      throws InterruptedException {
    ItemKey key = new ItemKey(TABLE, new Value.Text(partition), new Value.Text(sort));
    Optional<StoredItem> item = operations.item(configuration, key);
    item.ifPresent(found -> examples.add(new Example(rows, found)));
  }
}
