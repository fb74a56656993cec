package dev.lockstep.daemon;

import dev.lockstep.testing.servers.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows that become bad and good again: numbers that do not fit, names that are no keys, and in
 * items of many rows a child that spoils its parent's.
 */
record Misfits() implements Scene {
  private static final int KEYS = 25;

  /** More digits than DynamoDB holds. */
  private static final String UNFIT = "1" + "0".repeat(50) + "1";

  private static final int LONGEST_KEY = 2_048;

  private static final String SCHEMA =
      """
      CREATE TABLE misfits (id int PRIMARY KEY, name text, amount numeric(65,5));
      ALTER TABLE misfits REPLICA IDENTITY FULL;
      CREATE TABLE parts (misfit_id int, part_no int, weight numeric(65,5),
        PRIMARY KEY (misfit_id, part_no));
      """;

  private static final String MAPPING =
      """
      tables:
        misfits: { partition-key: pk }
      items:
        misfit: { table: misfits, from: public.misfits, key: { pk: "M#{id}" }, columns: [amount] }
        named: { table: misfits, from: public.misfits, key: { pk: "N#{name}" }, columns: [id] }
        whole:
          table: misfits
          from: public.misfits
          key: { pk: "W#{id}" }
          columns: [id]
          embed:
            parts: { from: public.parts, by: misfit_id, as: map, key: "P{part_no}", columns: [weight] }
      """;

  @Override
  public void create(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      Workload.execute(connection, SCHEMA);
    }
  }

  @Override
  public String mapping() {
    return MAPPING;
  }

  @Override
  public Map<String, List<String>> keys() {
    return Map.of("misfits", List.of("pk"));
  }

  @Override
  public void change(Connection connection, Random random) throws SQLException {
    int id = random.nextInt(KEYS);
    switch (random.nextInt(10)) {
      case 0, 1 ->
          Workload.execute(
              connection,
              "INSERT INTO misfits VALUES (?, '" + id + "', ?) ON CONFLICT DO NOTHING",
              id,
              random.nextInt(1_000));
      case 2, 3, 4 -> update(connection, "amount", bad(random) ? UNFIT : amount(random), id);
      case 5, 6 -> update(connection, "name", name(id, random), id);
      case 7 -> Workload.execute(connection, "DELETE FROM misfits WHERE id = ?", id);
      case 8 ->
          Workload.execute(
              connection,
              "DELETE FROM parts WHERE misfit_id = ? AND part_no = ?",
              id,
              random.nextInt(2));
      default -> part(connection, random, id);
    }
  }

  private static boolean bad(Random random) {
    return random.nextInt(3) == 0;
  }

  private static String amount(Random random) {
    return Integer.toString(random.nextInt(1_000));
  }

  private static void update(Connection connection, String column, String value, int id)
      throws SQLException {
    Workload.execute(
        connection, "UPDATE misfits SET " + column + " = " + value + " WHERE id = ?", id);
  }

  /** No two rows have a name in common. */
  private static String name(int id, Random random) {
    if (bad(random)) {
      return random.nextBoolean() ? "NULL" : "repeat('n', " + LONGEST_KEY + ")";
    }
    return "'" + id + "-" + random.nextInt(3) + "'";
  }

  private static void part(Connection connection, Random random, int id) throws SQLException {
    String weight = random.nextInt(5) == 0 ? UNFIT : amount(random);
    Workload.execute(
        connection,
        "INSERT INTO parts VALUES (?, ?, "
            + weight
            + ") ON CONFLICT (misfit_id, part_no) DO UPDATE SET weight = excluded.weight",
        id,
        random.nextInt(2));
  }

  /** Makes all rows good, and changes none that is. */
  static void mend(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      Workload.execute(connection, "UPDATE misfits SET amount = 7 WHERE amount > 1000");
      Workload.execute(connection, "UPDATE parts SET weight = 7 WHERE weight > 1000");
      for (int id = 0; id < KEYS; id++) {
        Workload.execute(
            connection,
            "UPDATE misfits SET name = '" + id + "' WHERE id = ? AND COALESCE(name, 'n') LIKE 'n%'",
            id);
      }
    }
  }

  @Override
  public Map<String, Map<String, Object>> expected(String jdbcUrl) throws SQLException {
    return made(jdbcUrl).items();
  }

  @Override
  public Set<String> stale(String jdbcUrl) throws SQLException {
    return made(jdbcUrl).stale();
  }

  /** The letters that must be open now: item type and row. */
  Set<String> letters(String jdbcUrl) throws SQLException {
    return made(jdbcUrl).letters();
  }

  private static Made made(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      connection.setAutoCommit(false);
      Workload.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      return Made.of(connection);
    }
  }

  /**
   * What can be made of the rows.
   *
   * @param stale keys of items that cannot be made, under which an earlier state may stand
   * @param letters of what cannot be made
   */
  private record Made(
      Map<String, Map<String, Object>> items, Set<String> stale, Set<String> letters) {
    static Made of(Connection connection) throws SQLException {
      Made made = new Made(new TreeMap<>(), new HashSet<>(), new TreeSet<>());
      Map<Integer, Map<String, BigDecimal>> parts = parts(connection);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT id, name, amount FROM misfits")) {
        while (row.next()) {
          int id = row.getInt(1);
          made.misfit(id, row.getBigDecimal(3));
          made.named(id, row.getString(2));
          made.whole(id, parts.getOrDefault(id, Map.of()));
        }
      }
      return made;
    }

    private static Map<Integer, Map<String, BigDecimal>> parts(Connection connection)
        throws SQLException {
      Map<Integer, Map<String, BigDecimal>> parts = new HashMap<>();
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(Sql.in(connection, "SELECT * FROM parts"))) {
        while (row.next()) {
          parts
              .computeIfAbsent(row.getInt(1), none -> new TreeMap<>())
              .put("P" + row.getInt(2), row.getBigDecimal(3));
        }
      }
      return parts;
    }

    private void misfit(int id, BigDecimal amount) {
      String key = "misfits/M#" + id;
      if (isUnfit(amount)) {
        stale.add(key);
        letters.add("misfit " + id);
      } else {
        items.put(key, new TreeMap<>(Map.of("amount", plain(amount))));
      }
    }

    /** Who has no key has no item. */
    private void named(int id, @Nullable String name) {
      if (name == null || name.length() >= LONGEST_KEY) {
        letters.add("named " + id);
      } else {
        items.put("misfits/N#" + name, new TreeMap<>(Map.of("id", BigDecimal.valueOf(id))));
      }
    }

    private void whole(int id, Map<String, BigDecimal> parts) {
      String key = "misfits/W#" + id;
      Map<String, Object> shown = new TreeMap<>();
      parts.forEach((part, weight) -> shown.put(part, Map.of("weight", plain(weight))));
      if (parts.values().stream().anyMatch(Made::isUnfit)) {
        stale.add(key);
        letters.add("whole " + id);
      } else {
        items.put(key, new TreeMap<>(Map.of("id", BigDecimal.valueOf(id), "parts", shown)));
      }
    }

    private static boolean isUnfit(BigDecimal number) {
      return number.compareTo(BigDecimal.valueOf(1_000)) > 0;
    }

    private static BigDecimal plain(BigDecimal number) {
      return number.signum() == 0
          ? BigDecimal.ZERO
          : new BigDecimal(number.stripTrailingZeros().toPlainString());
    }
  }
}
