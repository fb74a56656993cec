package dev.lockstep.daemon;

import dev.lockstep.testing.servers.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Orders with embedded lines and looked-up products, two lookups deep, no foreign key declared; a
 * list with a limit, a set, a condition that flips, large values that are not sent again, and lines
 * that live in the partition of their order's customer.
 *
 * @param replicaIdentity of all tables: {@code DEFAULT} or {@code FULL}; nothing in MySQL
 */
record Orders(String replicaIdentity) implements Scene {
  private static final int ORDERS = 40;
  private static final int PRODUCTS = 12;
  private static final int CATEGORIES = 4;
  private static final int CUSTOMERS = 6;
  private static final int LINES = 9;
  private static final int SHOWN_LINES = 4;

  private static final String SCHEMA =
      """
      CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, region text);
      CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL, status text NOT NULL,
        note text);
      ALTER TABLE orders ALTER COLUMN note SET STORAGE EXTERNAL;
      CREATE TABLE lines (order_id int, line_no int, product_id int, quantity int NOT NULL,
        PRIMARY KEY (order_id, line_no));
      CREATE TABLE tags (order_id int, tag varchar(20), PRIMARY KEY (order_id, tag));
      CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL, category_id int);
      CREATE TABLE categories (id int PRIMARY KEY, name text NOT NULL);
      """;

  private static final String MAPPING =
      """
      tables:
        shop:
          partition-key: pk
          sort-key: sk
      items:
        order:
          table: shop
          from: public.orders
          where: status != 'draft'
          key: { pk: "CUSTOMER#{customer_id}", sk: "ORDER#{id|pad:4}" }
          embed:
            lines:
              from: public.lines
              by: order_id
              as: list
              order-by: line_no desc
              limit: 4
              lookup:
                product:
                  from: public.products
                  by: product_id
                  take: [name]
                  lookup:
                    category: { from: public.categories, by: category_id, take: { template: "{name}" } }
            tags: { from: public.tags, by: order_id, as: string-set, value: tag }
          lookup:
            customer:
              from: public.customers
              by: customer_id
              take: { template: "{name} ({region})" }
        line:
          table: shop
          from: public.lines
          key: { pk: "CUSTOMER#{parent.customer_id}", sk: "LINE#{order_id|pad:4}#{line_no}" }
          columns: [quantity]
          lookup:
            parent: { from: public.orders, by: order_id }
        product:
          table: shop
          from: public.products
          key: { pk: "PRODUCT#{id}", sk: DETAILS }
      """;

  @Override
  public void create(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      Workload.execute(connection, SCHEMA);
      for (String table :
          List.of("customers", "orders", "lines", "tags", "products", "categories")) {
        Workload.execute(
            connection, "ALTER TABLE " + table + " REPLICA IDENTITY " + replicaIdentity);
      }
    }
  }

  /** Fills the tables, for a load that is worth the name. */
  static void fill(String jdbcUrl, int orders) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      Workload.execute(
          connection,
          "INSERT INTO customers SELECT i, 'customer ' || i, 'north' FROM generate_series(0, 5) i;"
              + "INSERT INTO categories SELECT i, 'category ' || i FROM generate_series(0, 3) i;"
              + "INSERT INTO products SELECT i, 'product ' || i, i % 4"
              + " FROM generate_series(0, 11) i");
    }
    fillOrders(jdbcUrl, 1_000, orders);
  }

  /** More orders, of three lines each, whose ids begin after a number. */
  static void fillOrders(String jdbcUrl, int after, int orders) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      Workload.execute(
          connection,
          "INSERT INTO orders SELECT ? + i, i % 6, 'open', NULL FROM generate_series(1, ?) i",
          after,
          orders);
      Workload.execute(
          connection,
          "INSERT INTO lines SELECT ? + i, n, (i + n) % 12, n"
              + " FROM generate_series(1, ?) i, generate_series(1, 3) n",
          after,
          orders);
    }
  }

  @Override
  public String mapping() {
    return MAPPING;
  }

  @Override
  public Map<String, List<String>> keys() {
    return Map.of("shop", List.of("pk", "sk"));
  }

  @Override
  public void change(Connection connection, Random random) throws SQLException {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> insertOrder(connection, random);
      case 3, 4 -> insertLines(connection, random);
      case 5 ->
          execute(
              connection,
              "UPDATE lines SET quantity = quantity + 1 WHERE order_id = ?",
              random.nextInt(ORDERS));
      case 6 ->
          execute(
              connection,
              "UPDATE lines SET order_id = ? WHERE order_id = ? AND line_no = ?",
              random.nextInt(ORDERS),
              random.nextInt(ORDERS),
              random.nextInt(LINES));
      case 7 ->
          execute(
              connection,
              "DELETE FROM lines WHERE order_id = ? AND line_no > ?",
              random.nextInt(ORDERS),
              random.nextInt(LINES));
      case 8, 9 -> updateOrder(connection, random);
      case 10 ->
          execute(
              connection,
              "UPDATE orders SET customer_id = ? WHERE id = ?",
              random.nextInt(CUSTOMERS),
              random.nextInt(ORDERS));
      case 11 ->
          execute(
              connection,
              "UPDATE orders SET id = ? WHERE id = ?",
              random.nextInt(ORDERS),
              random.nextInt(ORDERS));
      case 12 -> deleteOrder(connection, random);
      case 13, 14 -> changeProduct(connection, random);
      case 15 -> changeCategory(connection, random);
      case 16 -> changeCustomer(connection, random);
      case 17 ->
          execute(
              connection,
              "INSERT INTO tags VALUES (?, 'tag-' || ?) ON CONFLICT DO NOTHING",
              random.nextInt(ORDERS),
              random.nextInt(5));
      case 18 -> execute(connection, "DELETE FROM tags WHERE order_id = ?", random.nextInt(ORDERS));
      default -> truncate(connection, random);
    }
  }

  private static void insertOrder(Connection connection, Random random) throws SQLException {
    execute(
        connection,
        "INSERT INTO orders VALUES (?, ?, CASE WHEN ? = 0 THEN 'draft' ELSE 'open' END,"
            + " repeat(md5((?)::text), 300)) ON CONFLICT DO NOTHING",
        random.nextInt(ORDERS),
        random.nextInt(CUSTOMERS),
        random.nextInt(3),
        random.nextInt());
  }

  private static void insertLines(Connection connection, Random random) throws SQLException {
    execute(
        connection,
        "INSERT INTO lines SELECT ?, i, (? + i) % ?, i + 1 FROM generate_series(0, ?) i"
            + " ON CONFLICT (order_id, line_no) DO UPDATE SET product_id = excluded.product_id",
        random.nextInt(ORDERS),
        random.nextInt(PRODUCTS),
        PRODUCTS + 2,
        random.nextInt(LINES));
  }

  private static void updateOrder(Connection connection, Random random) throws SQLException {
    String set =
        random.nextInt(4) == 0
            ? "note = repeat(md5((?)::text), 300)"
            : "status = CASE WHEN ? % 4 = 0 THEN 'draft' ELSE 'paid' END";
    execute(
        connection,
        "UPDATE orders SET " + set + " WHERE id = ?",
        random.nextInt(1_000),
        random.nextInt(ORDERS));
  }

  private static void deleteOrder(Connection connection, Random random) throws SQLException {
    int order = random.nextInt(ORDERS);
    if (random.nextBoolean()) {
      execute(connection, "DELETE FROM lines WHERE order_id = ?", order);
    }
    execute(connection, "DELETE FROM orders WHERE id = ?", order);
  }

  private static void changeProduct(Connection connection, Random random) throws SQLException {
    int product = random.nextInt(PRODUCTS);
    switch (random.nextInt(4)) {
      case 0 -> execute(connection, "DELETE FROM products WHERE id = ?", product);
      case 1 ->
          execute(
              connection,
              "UPDATE products SET category_id = NULLIF(?, 0) WHERE id = ?",
              random.nextInt(CATEGORIES + 1),
              product);
      default ->
          execute(
              connection,
              "INSERT INTO products VALUES (?, 'product ' || ?, ?)"
                  + " ON CONFLICT (id) DO UPDATE SET name = excluded.name",
              product,
              random.nextInt(1_000),
              random.nextInt(CATEGORIES));
    }
  }

  private static void changeCategory(Connection connection, Random random) throws SQLException {
    int category = random.nextInt(CATEGORIES);
    if (random.nextInt(4) == 0) {
      execute(connection, "DELETE FROM categories WHERE id = ?", category);
    } else {
      execute(
          connection,
          "INSERT INTO categories VALUES (?, 'category ' || ?)"
              + " ON CONFLICT (id) DO UPDATE SET name = excluded.name",
          category,
          random.nextInt(1_000));
    }
  }

  private static void changeCustomer(Connection connection, Random random) throws SQLException {
    int customer = random.nextInt(CUSTOMERS);
    if (random.nextInt(4) == 0) {
      execute(connection, "DELETE FROM customers WHERE id = ?", customer);
    } else {
      execute(
          connection,
          "INSERT INTO customers VALUES (?, 'customer ' || ?, NULLIF('region ' || ?, 'region 0'))"
              + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, region = excluded.region",
          customer,
          random.nextInt(1_000),
          random.nextInt(3));
    }
  }

  private static void truncate(Connection connection, Random random) throws SQLException {
    switch (random.nextInt(40)) {
      case 0 -> execute(connection, "TRUNCATE lines");
      case 1 -> execute(connection, "TRUNCATE categories");
      default -> execute(connection, "TRUNCATE tags");
    }
  }

  private static void execute(Connection connection, String sql, int... arguments)
      throws SQLException {
    Workload.execute(connection, sql, arguments);
  }

  @Override
  public Map<String, Map<String, Object>> expected(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      connection.setAutoCommit(false);
      Workload.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      return new Expected(connection).items();
    }
  }

  /** The rows of one state of the source by the columns that are asked for, and plain loops. */
  private static final class Expected {
    private final Map<Object, List<Map<String, Object>>> customers;
    private final Map<Object, List<Map<String, Object>>> orders;
    private final Map<Object, List<Map<String, Object>>> lines;
    private final Map<Object, List<Map<String, Object>>> tags;
    private final Map<Object, List<Map<String, Object>>> products;
    private final Map<Object, List<Map<String, Object>>> categories;

    Expected(Connection connection) throws SQLException {
      customers = rows(connection, "customers", "id");
      orders = rows(connection, "orders", "id");
      lines = rows(connection, "lines", "order_id");
      tags = rows(connection, "tags", "order_id");
      products = rows(connection, "products", "id");
      categories = rows(connection, "categories", "id");
    }

    private static Map<Object, List<Map<String, Object>>> rows(
        Connection connection, String table, String by) throws SQLException {
      Map<Object, List<Map<String, Object>>> rows = new HashMap<>();
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(Sql.in(connection, "SELECT * FROM " + table))) {
        while (result.next()) {
          Map<String, Object> row = row(result);
          rows.computeIfAbsent(row.get(by), key -> new ArrayList<>()).add(row);
        }
      }
      return rows;
    }

    private static Map<String, Object> row(ResultSet result) throws SQLException {
      Map<String, Object> row = new HashMap<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        Object value = result.getObject(i);
        if (value != null) {
          row.put(
              result.getMetaData().getColumnName(i),
              value instanceof Integer number ? BigDecimal.valueOf(number) : value);
        }
      }
      return row;
    }

    Map<String, Map<String, Object>> items() {
      Map<String, Map<String, Object>> items = new TreeMap<>();
      for (Map<String, Object> order : all(orders)) {
        if (!"draft".equals(order.get("status"))) {
          items.put(
              "shop/CUSTOMER#%s/ORDER#%s".formatted(order.get("customer_id"), pad(order.get("id"))),
              order(order));
        }
      }
      for (Map<String, Object> line : all(lines)) {
        Map<String, Object> parent = one(orders, line.get("order_id"));
        if (parent != null) {
          items.put(
              "shop/CUSTOMER#%s/LINE#%s#%s"
                  .formatted(
                      parent.get("customer_id"), pad(line.get("order_id")), line.get("line_no")),
              new TreeMap<>(Map.of("quantity", line.get("quantity"))));
        }
      }
      for (Map<String, Object> product : all(products)) {
        items.put("shop/PRODUCT#%s/DETAILS".formatted(product.get("id")), new TreeMap<>(product));
      }
      return items;
    }

    private static String pad(@Nullable Object id) {
      return "%04d".formatted(((BigDecimal) Objects.requireNonNull(id)).intValueExact());
    }

    private Map<String, Object> order(Map<String, Object> order) {
      Map<String, Object> item = new TreeMap<>(order);
      item.put("lines", lines(order.get("id")));
      TreeSet<String> names = new TreeSet<>();
      tags.getOrDefault(order.get("id"), List.of())
          .forEach(tag -> names.add((String) tag.get("tag")));
      if (!names.isEmpty()) {
        item.put("tags", names);
      }
      Map<String, Object> customer = one(customers, order.get("customer_id"));
      if (customer != null) {
        item.put(
            "customer", customer.get("name") + " (" + customer.getOrDefault("region", "") + ")");
      }
      return item;
    }

    private List<Map<String, Object>> lines(@Nullable Object order) {
      return lines.getOrDefault(order, List.of()).stream()
          .sorted(
              Comparator.comparing((Map<String, Object> line) -> (BigDecimal) line.get("line_no"))
                  .reversed())
          .limit(SHOWN_LINES)
          .map(this::line)
          .toList();
    }

    private Map<String, Object> line(Map<String, Object> line) {
      Map<String, Object> shown = new TreeMap<>(line);
      shown.remove("order_id");
      Map<String, Object> product = one(products, line.get("product_id"));
      if (product != null) {
        Map<String, Object> taken = new TreeMap<>(Map.of("name", product.get("name")));
        Map<String, Object> category = one(categories, product.get("category_id"));
        if (category != null) {
          taken.put("category", category.get("name"));
        }
        shown.put("product", taken);
      }
      return shown;
    }

    private static List<Map<String, Object>> all(Map<Object, List<Map<String, Object>>> rows) {
      return rows.values().stream().flatMap(List::stream).toList();
    }

    private static @Nullable Map<String, Object> one(
        Map<Object, List<Map<String, Object>>> rows, @Nullable Object key) {
      List<Map<String, Object>> found = rows.get(key);
      return found == null ? null : found.get(0);
    }
  }
}
