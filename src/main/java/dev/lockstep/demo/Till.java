package dev.lockstep.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** One connection of the workload, with the transaction that is under way on it. */
final class Till {
  private static final int ROLLBACK_PERCENT = 3;

  private final Connection connection;
  private final ShopTransactions transactions;
  private final Tally committed;
  private final Deque<Step> left = new ArrayDeque<>();
  private Tally open = new Tally();

  Till(Connection connection, ShopTransactions transactions, Tally committed) throws SQLException {
    connection.setAutoCommit(false);
    this.connection = connection;
    this.transactions = transactions;
    this.committed = committed;
  }

  /** Carries out the next statement of the transaction under way, or the first of a new one. */
  void step(Random random) throws SQLException {
    if (left.isEmpty()) {
      left.addAll(transactions.next());
    }
    Step step = left.remove();
    open.add(step.effect(), step.run(connection));
    if (left.isEmpty()) {
      end(random.nextInt(100) < ROLLBACK_PERCENT);
    }
  }

  /** Whether a transaction has begun and not ended. */
  boolean isUnderWay() {
    return !left.isEmpty();
  }

  // What is rolled back must never be seen.
  private void end(boolean rollBack) throws SQLException {
    if (rollBack) {
      connection.rollback();
    } else {
      connection.commit();
      committed.add(open);
    }
    open = new Tally();
  }

  /** Ends the transaction under way. */
  void finish() throws SQLException {
    while (!left.isEmpty()) {
      Step step = left.remove();
      open.add(step.effect(), step.run(connection));
      if (left.isEmpty()) {
        end(false);
      }
    }
  }
}
