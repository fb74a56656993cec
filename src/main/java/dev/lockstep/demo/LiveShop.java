package dev.lockstep.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The workload at a pace that people can follow. For one thread. */
final class LiveShop implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(20);

  private final Connection odd;
  private final Connection even;
  private final Workload workload;

  LiveShop(ShopServer server, ShopSize size, long seed) throws SQLException {
    this.odd = server.connect();
    this.even = server.connect();
    this.workload = new Workload(odd, even, server.dialect(), size, seed);
  }

  /**
   * Runs until so many changes are committed.
   *
   * @param perSecond changes a second, about
   * @param onTick called some times a second
   */
  void run(long changes, int perSecond, Runnable onTick) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    long before = committed().changes();
    while (committed().changes() - before < changes) {
      long due = before + perSecond * Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000;
      while (committed().changes() < due && committed().changes() - before < changes) {
        workload.step();
      }
      onTick.run();
      Thread.sleep(TICK.toMillis());
    }
    workload.finish();
  }

  Tally committed() {
    return workload.committed();
  }

  @Override
  public void close() throws SQLException {
    try (odd;
        even) {
      // A transaction that is under way is rolled back, as a real client's would be.
      odd.rollback();
      even.rollback();
    }
  }
}
