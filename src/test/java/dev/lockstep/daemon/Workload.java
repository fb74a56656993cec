package dev.lockstep.daemon;

import dev.lockstep.testing.servers.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writers with interleaving transactions over the tables of a scene: of several changes each, now
 * and then rolled back. Seeded per writer; how the writers interleave is up to the server.
 */
final class Workload implements AutoCloseable {
  private static final int MOST_PAUSE_NANOS = 20_000_000;

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong committed = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> writers = new ArrayList<>();

  private final Scene scene;

  private Workload(Scene scene) {
    this.scene = scene;
  }

  /** Starts writers on a database that has the scene's tables. */
  static Workload start(Scene scene, String jdbcUrl, long seed, int writers) {
    Workload workload = new Workload(scene);
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
        // Without a pause four writers take all of a small machine, and the daemon sees little.
        LockSupport.parkNanos(random.nextInt(MOST_PAUSE_NANOS));
      }
    } catch (SQLException e) {
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
