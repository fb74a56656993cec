package dev.lockstep.daemon;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writers with interleaving transactions over the tables of {@link Bank}: inserts of several rows
 * by one statement, updates that leave large values alone, key changes, key shifts, deletes and
 * re-inserts of the same keys, now and then a TRUNCATE or a rollback. Seeded per writer; how the
 * writers interleave is up to the server.
 */
final class Workload implements AutoCloseable {
  private static final int KEYS = 60;

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong committed = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> writers = new ArrayList<>();

  private Workload() {}

  /** Starts writers on a database that {@link Bank#SCHEMA} was applied to. */
  static Workload start(String jdbcUrl, long seed, int writers) {
    Workload workload = new Workload();
    for (int i = 0; i < writers; i++) {
      Random random = new Random(seed + i);
      Thread thread = new Thread(() -> workload.write(jdbcUrl, random), "writer-" + i);
      workload.writers.add(thread);
      thread.start();
    }
    return workload;
  }

  /** Transactions committed so far. */
  long committed() {
    return committed.get();
  }

  /** Ends the writers; throws what one of them died of. */
  @Override
  public void close() {
    stopped.set(true);
    for (Thread writer : writers) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    Throwable died = failure.get();
    if (died != null) {
      throw new AssertionError("a writer of the workload died", died);
    }
  }

  private void write(String jdbcUrl, Random random) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      connection.setAutoCommit(false);
      while (!stopped.get()) {
        transaction(connection, random);
      }
    } catch (SQLException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void transaction(Connection connection, Random random) throws SQLException {
    try {
      int statements = 1 + random.nextInt(6);
      for (int i = 0; i < statements; i++) {
        statement(connection, random);
      }
      if (random.nextInt(12) == 0) {
        connection.rollback();
      } else {
        connection.commit();
        committed.incrementAndGet();
      }
    } catch (SQLException e) {
      connection.rollback();
      if (!isContention(e)) {
        throw e;
      }
    }
  }

  /** Unique violations, deadlocks and serialisation failures are part of the game. */
  private static boolean isContention(SQLException e) {
    String state = e.getSQLState();
    return "23505".equals(state) || "40P01".equals(state) || "40001".equals(state);
  }

  private static void statement(Connection connection, Random random) throws SQLException {
    int dice = random.nextInt(200);
    if (dice < 50) {
      insertAccounts(connection, random);
    } else if (dice < 100) {
      updateAccount(connection, random);
    } else if (dice < 120) {
      changeKey(connection, random);
    } else if (dice < 140) {
      execute(connection, "DELETE FROM accounts WHERE id = ?", random.nextInt(KEYS));
    } else if (dice < 170) {
      insertEntries(connection, random);
    } else if (dice < 185) {
      moveSeat(connection, random);
    } else if (dice < 192) {
      execute(connection, "UPDATE seats SET id = id + ?", random.nextInt(3) - 1);
    } else if (dice < 199) {
      execute(connection, "DELETE FROM entries WHERE account_id = ?", random.nextInt(KEYS));
    } else {
      execute(connection, "TRUNCATE entries");
    }
  }

  private static void insertAccounts(Connection connection, Random random) throws SQLException {
    int first = random.nextInt(KEYS);
    execute(
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
      execute(
          connection,
          "UPDATE accounts SET note = repeat(md5(?::text), 300) WHERE id = ?",
          random.nextInt(),
          random.nextInt(KEYS));
    } else {
      execute(
          connection,
          "UPDATE accounts SET balance = balance + ? WHERE id = ?",
          random.nextInt(100),
          random.nextInt(KEYS));
    }
  }

  private static void changeKey(Connection connection, Random random) throws SQLException {
    execute(
        connection,
        "UPDATE accounts SET id = ? WHERE id = ?",
        random.nextInt(KEYS),
        random.nextInt(KEYS));
  }

  private static void insertEntries(Connection connection, Random random) throws SQLException {
    execute(
        connection,
        "INSERT INTO entries SELECT ?, i, ? * i FROM generate_series(1, ?) i "
            + "ON CONFLICT (account_id, seq) DO UPDATE SET amount = excluded.amount + 1",
        random.nextInt(KEYS),
        random.nextInt(1000),
        1 + random.nextInt(10));
  }

  private static void moveSeat(Connection connection, Random random) throws SQLException {
    if (random.nextInt(3) == 0) {
      execute(connection, "DELETE FROM seats WHERE id = ?", random.nextInt(KEYS));
    } else if (random.nextBoolean()) {
      execute(
          connection,
          "INSERT INTO seats VALUES (?, ?, 'guest')",
          random.nextInt(KEYS),
          random.nextInt(5));
    } else {
      execute(
          connection,
          "UPDATE seats SET room = ? WHERE id = ?",
          random.nextInt(5),
          random.nextInt(KEYS));
    }
  }

  static void execute(Connection connection, String sql, int... arguments) throws SQLException {
    if (arguments.length == 0) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setInt(i + 1, arguments[i]);
      }
      statement.execute();
    }
  }
}
