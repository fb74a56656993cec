package dev.lockstep.daemon;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that writes to the source all the time: what is refused, and a connection that is
 * cut, it shrugs off and tries again.
 */
final class Application implements AutoCloseable {
  /** A DynamoDB Local takes some hundred writes a second; what is written faster never arrives. */
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean resting = new AtomicBoolean();
  private final AtomicLong committed = new AtomicLong();
  private final Thread thread;

  Application(Scene scene, String jdbcUrl) {
    Random random = new Random(7);
    thread =
        new Thread(
            () -> {
              while (!stopped.get()) {
                work(scene, jdbcUrl, random);
              }
            },
            "application");
    thread.start();
  }

  private void work(Scene scene, String jdbcUrl, Random random) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      while (!stopped.get()) {
        while (resting.get() && !stopped.get()) {
          Thread.onSpinWait();
        }
        scene.change(connection, random);
        committed.incrementAndGet();
        LockSupport.parkNanos(PACE_NANOS);
      }
    } catch (SQLException e) {
      Thread.onSpinWait();
    }
  }

  /** Writes no more, until it goes on; the transaction under way may end later. */
  void rest() {
    resting.set(true);
  }

  void goOn() {
    resting.set(false);
  }

  /** Transactions committed so far. */
  long committed() {
    return committed.get();
  }

  @Override
  public void close() {
    stopped.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
