package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lockstep.change.Change;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.ZeroDate;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.SourceStatus.Held;
import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.source.mysql.SharedMysql;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Transactions that the server has compressed come as any other; only servers from 8.0.20 on do
 * that, so this needs one of {@code -Pcontainers}.
 */
@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlCompressedTest {
  private static final int ROWS = 200_000;
  private static final int PART = 5_000;

  private final MysqlDatabase server;

  MysqlCompressedTest(MysqlServer server) throws Exception {
    // A server that does not compress keeps the one of the test before.
    server.execute("mysql", "DROP DATABASE IF EXISTS compression");
    this.server = new MysqlDatabase(server, "compression");
    String compression = this.server.text("SHOW VARIABLES LIKE 'binlog_transaction_compression'");
    assumeFalse(compression.isEmpty(), "this server does not compress");
    this.server.execute("SET GLOBAL binlog_transaction_compression = ON");
  }

  @AfterEach
  void stopCompressing() throws Exception {
    server.execute("SET GLOBAL binlog_transaction_compression = OFF");
  }

  @Test
  void theyAreReadInOrderWithTheSameVersionsFromAnyPlace() throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(server);
    source.execute("CREATE TABLE t (id int PRIMARY KEY, name varchar(200), d date)");
    List<Transaction> whole = new ArrayList<>();
    try (Reading reading = source.load("t")) {
      whole.add(reading.awaitLoaded().get(0));
      reading.stopAcknowledging();
      source.execute(
          "SET sql_mode = ''",
          "INSERT INTO t SELECT i, repeat('n', 200), '0000-00-00' FROM " + source.numbers(3),
          "SET SESSION binlog_transaction_compression = OFF",
          "INSERT INTO t VALUES (9, 'plain', '2024-02-29')",
          "SET SESSION binlog_transaction_compression = ON",
          "UPDATE t SET id = id + 1 ORDER BY id DESC",
          "ALTER TABLE t ADD x int",
          "DELETE FROM t WHERE id < 4",
          "TRUNCATE t",
          "INSERT INTO t VALUES (1, 'last', NULL, 7)");
      whole.addAll(reading.awaitStreamed(6));
    }
    List<Transaction> streamed = whole.subList(1, whole.size());
    assertThat(streamed.stream().map(t -> t.changes().size())).containsExactly(3, 1, 4, 2, 1, 1);
    assertThat(streamed.stream().map(Transaction::version)).isSorted().doesNotHaveDuplicates();
    assertThat(((Change.Insert) streamed.get(0).changes().get(0)).row().get("d"))
        .isEqualTo(ZeroDate.days(0, 0, 0));
    assertThat(Shown.text(Shown.only(streamed.get(5)))).isEqualTo("+ 1,last,null,7");
    for (int i = 0; i < whole.size() - 1; i++) {
      List<Transaction> later = whole.subList(i + 1, whole.size());
      assertThat(resumed(source, whole.get(i), later.size()))
          .as("after transaction %d", i)
          .isEqualTo(later);
    }
  }

  private static List<Transaction> resumed(MysqlUnderTest source, Transaction after, int count) {
    SourcePosition from = Objects.requireNonNull(after.position());
    try (Reading reading = source.resume(from, "t")) {
      reading.stopAcknowledging();
      return reading.awaitStreamed(count);
    }
  }

  @Test
  void aLargeOneFlowsInPartsAndNeverMoreIsHeld() throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(server);
    source.execute("CREATE TABLE t (id int PRIMARY KEY, name varchar(200))");
    try (Reading reading = source.withTransactions(PART).load("t")) {
      reading.awaitLoaded();
      reading.keepNoChanges();
      source.execute("INSERT INTO t SELECT i, repeat('n', 100) FROM " + source.numbers(ROWS));
      reading.awaitThat(
          all -> {
            Held held = reading.source().status().held();
            assertThat(held.changes()).isLessThanOrEqualTo(PART);
            return all.stream().anyMatch(t -> t.version().ordinal() == ROWS);
          });
    }
  }
}
