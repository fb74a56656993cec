package dev.lockstep.daemon;

import dev.lockstep.testing.servers.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writers with interleaving transactions over the tables of a scene: of several changes each, now
 * and then rolled back. Seeded per writer; how the writers interleave is up to the server.
 */
final class Workload implements AutoCloseable {
  private static final int MILLIS_UNTIL_ASKED_AGAIN = 100;

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong committed = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> writers = new ArrayList<>();

  private final Scene scene;

  private final Semaphore allowed;

  private Workload(Scene scene, int transactions) {
    this.scene = scene;
    this.allowed = new Semaphore(transactions);
  }

  /** Starts writers on a database that has the scene's tables; they write until they are ended. */
  static Workload start(Scene scene, String jdbcUrl, long seed, int writers) {
    return start(scene, jdbcUrl, seed, writers, Integer.MAX_VALUE);
  }

  /**
   * The same with writers that begin so many transactions, and more when {@link #allow} says so:
   * what there is to do does not depend on how fast the machine is.
   */
  static Workload start(Scene scene, String jdbcUrl, long seed, int writers, int transactions) {
    Workload workload = new Workload(scene, transactions);
    for (int i = 0; i < writers; i++) {
      Random random = new Random(seed + i);
      Thread thread = new Thread(() -> workload.write(jdbcUrl, random), "writer-" + i);
      workload.writers.add(thread);
      thread.start();
    }
    return workload;
  }

  /** Lets the writers begin more transactions. */
  void allow(int transactions) {
    allowed.release(transactions);
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
        if (allowed.tryAcquire(MILLIS_UNTIL_ASKED_AGAIN, TimeUnit.MILLISECONDS)) {
          transaction(connection, random);
        }
      }
    } catch (SQLException | InterruptedException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Changes to rows. */
  interface Changes {
    void make() throws SQLException;
  }

  /** Makes changes that may meet others, or rows that stand in their way. */
  static void attempt(Connection connection, Changes changes) throws SQLException {
    try {
      changes.make();
    } catch (SQLException e) {
      if (!Sql.isContention(e)) {
        throw e;
      }
    }
  }

  private void transaction(Connection connection, Random random) throws SQLException {
    try {
      int statements = 1 + random.nextInt(6);
      for (int i = 0; i < statements; i++) {
        scene.change(connection, random);
      }
      if (random.nextInt(12) == 0) {
        connection.rollback();
      } else {
        connection.commit();
        committed.incrementAndGet();
      }
    } catch (SQLException e) {
      connection.rollback();
      if (!Sql.isContention(e)) {
        throw e;
      }
    }
  }

  /** Runs a statement of PostgreSQL's, in the words of the database. */
  static void execute(Connection connection, String sql, int... arguments) throws SQLException {
    Sql.execute(connection, sql, arguments);
  }
}
