package dev.lockstep.demo;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.daemon.Operations;
import dev.lockstep.demo.DemoReport.Example;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a customer and an order, as rows and as the items that they have become. */
final class Examples {
  private static final String TABLE = "shop";
  private static final String AN_ORDER =
      "SELECT o.* FROM orders o JOIN customers c ON c.id = o.customer_id"
          + " WHERE o.status = 'shipped' AND c.notes IS NULL ORDER BY o.id LIMIT 1";

  private final Operations operations;
  private final Path configuration;

  Examples(Operations operations, Path configuration) {
    this.operations = operations;
    this.configuration = configuration;
  }

  /** Those that there are: none if the shop has no shipped order. */
  List<Example> find(Connection source) throws SQLException, InterruptedException {
    Map<String, String> order = row(source, AN_ORDER);
    if (order.isEmpty()) {
      return List.of();
    }
    String owner = order.getOrDefault("customer_id", "");
    Map<String, String> customer = row(source, "SELECT * FROM customers WHERE id = " + owner);
    String partition = "CUSTOMER#" + owner;
    String sort = "ORDER#" + "0".repeat(12 - order.getOrDefault("id", "").length());
    List<Example> examples = new ArrayList<>();
    add(examples, "customers", customer, partition, "PROFILE");
    add(examples, "orders", order, partition, sort + order.get("id"));
    return examples;
  }

  private void add(
      List<Example> examples, String table, Map<String, String> row, String partition, String sort)
      throws InterruptedException {
    ItemKey key = new ItemKey(TABLE, new Value.Text(partition), new Value.Text(sort));
    Optional<StoredItem> item = operations.item(configuration, key);
    item.ifPresent(found -> examples.add(new Example("public." + table, row, found)));
  }

  private static Map<String, String> row(Connection source, String sql) throws SQLException {
    Map<String, String> row = new LinkedHashMap<>();
    try (Statement statement = source.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      ResultSetMetaData columns = rows.getMetaData();
      if (rows.next()) {
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          String value = rows.getString(i);
          if (value != null) {
            row.put(columns.getColumnName(i), value);
          }
        }
      }
    }
    return row;
  }
}
