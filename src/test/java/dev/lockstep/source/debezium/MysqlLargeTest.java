package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Transaction;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.SourceStatus.Held;
import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.source.mysql.SharedMysql;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A transaction that no memory is meant for; a million rows with {@code -Dlockstep.large=true}. */
@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlLargeTest {
  private static final int ROWS = Boolean.getBoolean("lockstep.large") ? 1_000_000 : 200_000;
  private static final int PART = 5_000;

  @Test
  void aLargeTransactionFlowsInPartsAndNeverMoreIsHeld(MysqlServer server) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(server, "large"));
    source.execute("CREATE TABLE t (id int PRIMARY KEY, name varchar(20), n bigint)");
    try (Reading reading = source.withTransactions(PART).load("t")) {
      reading.awaitLoaded();
      reading.keepNoChanges();
      source.execute("INSERT INTO t SELECT i, concat('n', i), i * 7 FROM " + source.numbers(ROWS));
      reading.awaitThat(all -> isWithinBounds(reading) && rows(all) == ROWS);
      List<Long> parts = reading.all().stream().map(t -> t.version().ordinal()).toList();
      assertThat(parts).filteredOn(ordinal -> ordinal > 1).hasSize(ROWS / PART).isSorted();
      assertThat(reading.all().stream().map(Transaction::version)).isSorted();
    }
  }

  private static boolean isWithinBounds(Reading reading) {
    Held held = reading.source().status().held();
    assertThat(held.changes()).isLessThanOrEqualTo(PART);
    return true;
  }

  /** The last part of the newest transaction carries the number of all its changes. */
  private static long rows(List<Transaction> all) {
    return all.stream().mapToLong(transaction -> transaction.version().ordinal()).max().orElse(0);
  }
}
