package dev.lockstep.daemon;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A source schema with everything that is hard to replicate, the mapping over it, and the items
 * that its rows should give, computed by plain loops and nothing of the product. Its changes are
 * inserts of several rows by one statement, updates that leave large values alone, key changes, key
 * shifts, deletes and re-inserts of the same keys, and now and then a TRUNCATE.
 *
 * @param replicaIdentity of {@code accounts}: {@code DEFAULT} or {@code FULL}; nothing in MySQL
 */
record Bank(String replicaIdentity) implements Scene {
  private static final int KEYS = 60;

  /**
   * {@code accounts}: large values, arrays, key changes under REPLICA IDENTITY DEFAULT; {@code
   * entries}: a composite key, emptied now and then; {@code seats}: a deferrable key that shifts,
   * and items whose key is not the row's.
   */
  static final String SCHEMA =
      """
      CREATE TABLE accounts (id int PRIMARY KEY, owner text NOT NULL, balance numeric(12,2) NOT NULL,
        note text, tags text[]);
      ALTER TABLE accounts ALTER COLUMN note SET STORAGE EXTERNAL;
      ALTER TABLE accounts REPLICA IDENTITY %s;
      CREATE TABLE entries (account_id int, seq int, amount bigint NOT NULL,
        PRIMARY KEY (account_id, seq));
      CREATE TABLE seats (id int, room int NOT NULL, guest text,
        PRIMARY KEY (id) DEFERRABLE INITIALLY DEFERRED);
      ALTER TABLE seats REPLICA IDENTITY FULL;
      """;

  static final String MAPPING =
      """
      tables:
        bank:
          partition-key: pk
          sort-key: sk
        seating:
          partition-key: { name: room, type: N }
          sort-key: { name: seat, type: N }
      items:
        account:
          table: bank
          from: public.accounts
          key: { pk: "ACCOUNT#{id|pad:4}", sk: PROFILE }
        rich:
          table: bank
          from: public.accounts
          where: balance >= 5000.0
          key: { pk: RICH, sk: "{id}" }
          columns: [balance]
        entry:
          table: bank
          from: public.entries
          key: { pk: "ACCOUNT#{account_id|pad:4}", sk: "ENTRY#{seq}" }
          columns: [amount]
        seat:
          table: seating
          from: public.seats
          key: { room: "{room}", seat: "{id}" }
          columns: [guest]
      """;

  /** Makes the tables. */
  static void create(String jdbcUrl, String replicaIdentity) throws SQLException {
    new Bank(replicaIdentity).create(jdbcUrl);
  }

  @Override
  public void create(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      Workload.execute(connection, SCHEMA.formatted(replicaIdentity));
    }
  }

  @Override
  public String mapping() {
    return MAPPING;
  }

  @Override
  public Map<String, List<String>> keys() {
    return Map.of("bank", List.of("pk", "sk"), "seating", List.of("room", "seat"));
  }

  @Override
  public void change(Connection connection, Random random) throws SQLException {
    int dice = random.nextInt(200);
    if (dice < 50) {
      insertAccounts(connection, random);
    } else if (dice < 100) {
      updateAccount(connection, random);
    } else if (dice < 120) {
      changeKey(connection, random);
    } else if (dice < 140) {
      Workload.execute(connection, "DELETE FROM accounts WHERE id = ?", random.nextInt(KEYS));
    } else if (dice < 170) {
      insertEntries(connection, random);
    } else if (dice < 185) {
      moveSeat(connection, random);
    } else if (dice < 192) {
      Workload.execute(connection, "UPDATE seats SET id = id + ?", random.nextInt(3) - 1);
    } else if (dice < 199) {
      Workload.execute(
          connection, "DELETE FROM entries WHERE account_id = ?", random.nextInt(KEYS));
    } else {
      Workload.execute(connection, "TRUNCATE entries");
    }
  }

  private static void insertAccounts(Connection connection, Random random) throws SQLException {
    int first = random.nextInt(KEYS);
    Workload.execute(
        connection,
        "INSERT INTO accounts SELECT i, 'owner-' || (? + i), (? + i) / 100.0, "
            + "CASE WHEN i % 3 = 0 THEN repeat(md5((i + ?)::text), 300) END, ARRAY['a', i::text] "
            + "FROM generate_series(?, ? + ?) i ON CONFLICT (id) DO NOTHING",
        random.nextInt(1000),
        random.nextInt(1_000_000),
        random.nextInt(1000),
        first,
        first,
        random.nextInt(4));
  }

  private static void updateAccount(Connection connection, Random random) throws SQLException {
    if (random.nextInt(5) == 0) {
      Workload.execute(
          connection,
          "UPDATE accounts SET note = repeat(md5(?::text), 300) WHERE id = ?",
          random.nextInt(),
          random.nextInt(KEYS));
    } else {
      Workload.execute(
          connection,
          "UPDATE accounts SET balance = balance + ? WHERE id = ?",
          random.nextInt(100),
          random.nextInt(KEYS));
    }
  }

  private static void changeKey(Connection connection, Random random) throws SQLException {
    Workload.execute(
        connection,
        "UPDATE accounts SET id = ? WHERE id = ?",
        random.nextInt(KEYS),
        random.nextInt(KEYS));
  }

  private static void insertEntries(Connection connection, Random random) throws SQLException {
    Workload.execute(
        connection,
        "INSERT INTO entries SELECT ?, i, ? * i FROM generate_series(1, ?) i "
            + "ON CONFLICT (account_id, seq) DO UPDATE SET amount = excluded.amount + 1",
        random.nextInt(KEYS),
        random.nextInt(1000),
        1 + random.nextInt(10));
  }

  private static void moveSeat(Connection connection, Random random) throws SQLException {
    if (random.nextInt(3) == 0) {
      Workload.execute(connection, "DELETE FROM seats WHERE id = ?", random.nextInt(KEYS));
    } else if (random.nextBoolean()) {
      Workload.execute(
          connection,
          "INSERT INTO seats VALUES (?, ?, 'guest')",
          random.nextInt(KEYS),
          random.nextInt(5));
    } else {
      Workload.execute(
          connection,
          "UPDATE seats SET room = ? WHERE id = ?",
          random.nextInt(5),
          random.nextInt(KEYS));
    }
  }

  @Override
  public Map<String, Map<String, Object>> expected(String jdbcUrl) throws SQLException {
    Map<String, Map<String, Object>> items = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      Workload.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      try (ResultSet row = statement.executeQuery("SELECT * FROM accounts")) {
        while (row.next()) {
          account(row, items);
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT * FROM entries")) {
        while (row.next()) {
          items.put(
              String.format("bank/ACCOUNT#%04d/ENTRY#%d", row.getInt(1), row.getInt(2)),
              new TreeMap<>(Map.of("amount", BigDecimal.valueOf(row.getLong(3)))));
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT * FROM seats")) {
        while (row.next()) {
          Map<String, Object> seat = new TreeMap<>();
          if (row.getString("guest") != null) {
            seat.put("guest", row.getString("guest"));
          }
          items.put("seating/" + row.getInt("room") + "/" + row.getInt("id"), seat);
        }
      }
    }
    return items;
  }

  private static void account(ResultSet row, Map<String, Map<String, Object>> items)
      throws SQLException {
    int id = row.getInt("id");
    BigDecimal balance = row.getBigDecimal("balance");
    Map<String, Object> account = new TreeMap<>();
    account.put("id", BigDecimal.valueOf(id));
    account.put("owner", row.getString("owner"));
    account.put("balance", plain(balance));
    if (row.getString("note") != null) {
      account.put("note", row.getString("note"));
    }
    if (row.getString("tags") != null) {
      account.put("tags", words(row.getString("tags")));
    }
    items.put(String.format("bank/ACCOUNT#%04d/PROFILE", id), account);
    if (balance.compareTo(new BigDecimal(5000)) >= 0) {
      items.put("bank/RICH/" + id, new TreeMap<>(Map.of("balance", plain(balance))));
    }
  }

  /** Of an array as PostgreSQL writes it, or MySQL. */
  private static List<String> words(String array) {
    return Pattern.compile("\\w+").matcher(array).results().map(MatchResult::group).toList();
  }

  private static BigDecimal plain(BigDecimal number) {
    return number.signum() == 0
        ? BigDecimal.ZERO
        : new BigDecimal(number.stripTrailingZeros().toPlainString());
  }
}
