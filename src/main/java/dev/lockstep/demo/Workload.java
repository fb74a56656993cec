package dev.lockstep.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * A live shop: two connections whose transactions interleave in the source's log, statement by
 * statement, driven from one thread, so that a seed decides everything. The two never touch the
 * same row (one takes the odd ids, one the even ones), so neither ever waits for the other. Where
 * one waits for less than that, they take turns with whole transactions.
 */
final class Workload {
  private final Random random;
  private final boolean interleaves;
  private final Tally committed = new Tally();
  private final List<Till> tills;

  Workload(Connection odd, Connection even, ShopDialect dialect, ShopSize size, long seed)
      throws SQLException {
    this.random = new Random(seed);
    this.interleaves = dialect.interleaves();
    this.tills =
        List.of(
            new Till(even, new ShopTransactions(data(seed + 1), dialect, 0, size), committed),
            new Till(odd, new ShopTransactions(data(seed + 2), dialect, 1, size), committed));
  }

  private static ShopData data(long seed) {
    return new ShopData(new Random(seed));
  }

  /**
   * One statement, on either connection; commits when it was the last of its transaction. Where
   * transactions may wait for each other, all statements of one.
   */
  void step() throws SQLException {
    Till till = tills.get(random.nextInt(tills.size()));
    do {
      till.step(random);
    } while (!interleaves && till.isUnderWay());
  }

  /** Ends the transactions that are under way. */
  void finish() throws SQLException {
    for (Till till : tills) {
      till.finish();
    }
  }

  /** What has been committed. */
  Tally committed() {
    return committed;
  }
}
