package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.mysql.BinlogPosition;
import dev.lockstep.source.mysql.HeartbeatTable;
import dev.lockstep.source.mysql.MysqlAdmin;
import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.source.mysql.MysqlPosition;
import dev.lockstep.source.mysql.SharedMysql;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What only MySQL's log has, and what it can lack. */
@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlLogTest {
  private static final String TABLE = "CREATE TABLE t (id int PRIMARY KEY)";

  @Test
  void aPurgedLogIsFatalAndSaysWhatToDo(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "purged");
    SourcePosition position = loadOnce(source);
    source.execute("INSERT INTO t VALUES (1)", "FLUSH BINARY LOGS");
    try (MysqlAdmin admin = new MysqlAdmin(source.options())) {
      String newest = admin.requireStatus().position().file();
      source.execute("PURGE BINARY LOGS TO '" + newest + "'");
    }
    Problem problem = problem(source, position);
    assertThat(problem.code()).isEqualTo("LOG-PURGED");
    assertThat(problem.remedy()).contains("--reload").contains("binlog_expire_logs_seconds");
  }

  @Test
  void aLostHistoryOfShapesIsFatalAndSaysWhatToDo(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "history_lost");
    SourcePosition position = loadOnce(source);
    Files.delete(source.options().schemaHistory());
    Problem problem = problem(source, position);
    assertThat(problem.code()).isEqualTo("SCHEMA-HISTORY-LOST");
    assertThat(problem.remedy()).contains("--reload");
  }

  @Test
  void anEpochThatWasLoweredIsFatal(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "epoch_lowered");
    SourcePosition position = loadOnce(source.withEpoch(2));
    assertThat(problem(source.withEpoch(1), position).code()).isEqualTo("EPOCH-LOWERED");
  }

  @Test
  void aLogThatWasBegunAnewIsFatalUntilTheEpochIsRaised(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "log_restarted");
    MysqlPosition position = MysqlPosition.of(loadOnce(source));
    SourcePosition before =
        new MysqlPosition(
                position.serverUuid(), 0, new BinlogPosition("old.900000", 4), position.gtids())
            .toSource();
    Problem problem = problem(source, before);
    assertThat(problem.code()).isEqualTo("LOG-RESTARTED");
    assertThat(problem.remedy()).contains("source.epoch to 1");
    try (Reading reading = source.withEpoch(1).resume(before, "t")) {
      source.execute("INSERT INTO t VALUES (1)");
      assertThat(shown(reading.awaitStreamed(1))).containsExactly("+ 1");
    }
  }

  @Test
  void aStatementRightBeforeAHeartbeatOfTheEngineIsCarriedOutOnce(MysqlServer server)
      throws Exception {
    MysqlUnderTest source = database(server, "ddl_and_heartbeat");
    source.execute(
        "CREATE USER reads_ddl IDENTIFIED BY 'secret'",
        "GRANT SELECT ON ddl_and_heartbeat.* TO reads_ddl",
        "GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO reads_ddl");
    MysqlUnderTest reader = source.as("reads_ddl", "secret");
    SourcePosition position;
    try (Reading reading = reader.load("t")) {
      reading.awaitLoaded();
      source.execute("ALTER TABLE t ADD x int", "ALTER TABLE t CHANGE x y int");
      int seen = reading.all().size();
      reading.awaitThat(all -> all.size() >= seen + 3);
      position = reading.durable().orElseThrow();
    }
    try (Reading reading = reader.resume(position, "t")) {
      source.execute("INSERT INTO t VALUES (1, 7)");
      Change.Insert inserted = (Change.Insert) Shown.only(reading.awaitStreamed(1).get(0));
      assertThat(inserted.row().get("y")).isEqualTo(7L);
    }
  }

  @Test
  void aCheckpointOfAnotherKindOfSourceIsFatal(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "foreign_checkpoint");
    assertThat(problem(source, new SourcePosition("0/16B3748")).code())
        .isEqualTo("CHECKPOINT-FOREIGN");
  }

  @Test
  void aRowThatAnXaTransactionChangedIsFatal(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "xa");
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      source.execute(
          "XA START 'x'",
          "INSERT INTO t VALUES (1)",
          "XA END 'x'",
          "XA PREPARE 'x'",
          "XA COMMIT 'x'");
      Problem problem = reading.awaitProblem();
      assertThat(problem.code()).isEqualTo("XA-TRANSACTION");
      assertThat(problem.remedy()).contains("--reload");
    }
  }

  @Test
  void xaTransactionsOnOtherTablesDoNoHarm(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "xa_elsewhere");
    source.execute("CREATE TABLE other (id int PRIMARY KEY)");
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      source.execute(
          "XA START 'y'", "INSERT INTO other VALUES (1)", "XA END 'y'", "XA PREPARE 'y'");
      source.execute("INSERT INTO t VALUES (1)");
      source.execute("XA COMMIT 'y'", "INSERT INTO t VALUES (2)");
      assertThat(shown(reading.awaitStreamed(2))).containsExactly("+ 1", "+ 2");
    }
  }

  @Test
  void aServerThatLogsStatementsIsRefused(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "statements");
    source.execute("SET GLOBAL binlog_format = 'STATEMENT'");
    try (Reading reading = source.load("t")) {
      assertThat(reading.awaitProblem().toString()).startsWith("LOG-FORMAT");
    } finally {
      source.execute("SET GLOBAL binlog_format = 'ROW'");
    }
  }

  @Test
  void anAccountThatMayOnlyReadKeepsAnIdleSourceFresh(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "reader_only");
    source.execute(
        "INSERT INTO t VALUES (1)",
        "CREATE USER only_reads IDENTIFIED BY 'secret'",
        "GRANT SELECT ON reader_only.* TO only_reads",
        "GRANT RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO only_reads");
    try (Reading reading = source.as("only_reads", "secret").load("t")) {
      Transaction loaded = reading.awaitLoaded().get(0);
      int seen = reading.all().size();
      reading.awaitThat(all -> all.size() >= seen + 3);
      List<Transaction> all = reading.all();
      Transaction newest = all.get(all.size() - 1);
      assertThat(newest.changes()).isEmpty();
      assertThat(newest.commitMicros()).isGreaterThan(loaded.commitMicros());
      assertThat(newest.position()).isNotNull();
      source.execute("INSERT INTO t VALUES (2)");
      assertThat(shown(reading.awaitStreamed(1))).containsExactly("+ 2");
    }
    assertThat(source.text("SHOW TABLES LIKE '" + HeartbeatTable.NAME + "'")).isEmpty();
  }

  @Test
  void transactionsOfManyConnectionsComeWholeAndInTheOrderOfTheLog(MysqlServer server)
      throws Exception {
    MysqlUnderTest source = database(server, "group_commit");
    source.execute("CREATE TABLE w (id int PRIMARY KEY, writer int, n int)");
    try (Reading reading = source.load("w")) {
      reading.awaitLoaded();
      List<Thread> writers =
          IntStream.range(0, 8)
              .mapToObj(writer -> new Thread(() -> write(source, writer)))
              .toList();
      writers.forEach(Thread::start);
      List<Transaction> streamed = reading.awaitStreamed(8 * 25);
      assertThat(streamed).hasSize(8 * 25).allMatch(MysqlLogTest::isWhole);
      assertThat(streamed.stream().map(Transaction::version)).isSorted().doesNotHaveDuplicates();
    }
  }

  /** Transactions of three rows, numbered by the writer. */
  private static void write(MysqlUnderTest source, int writer) {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 25; i++) {
        for (int k = 0; k < 3; k++) {
          int id = writer * 1000 + i * 3 + k;
          statement.execute("INSERT INTO w VALUES (" + id + ", " + writer + ", " + i + ")");
        }
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isWhole(Transaction transaction) {
    return transaction.changes().size() == 3
        && transaction.changes().stream()
                .map(change -> ((Change.Insert) change).row())
                .map(row -> row.get("writer") + " " + row.get("n"))
                .distinct()
                .count()
            == 1;
  }

  private static MysqlUnderTest database(MysqlServer server, String name) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(server, name));
    source.execute(TABLE);
    return source;
  }

  private static SourcePosition loadOnce(MysqlUnderTest source) {
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      reading.stopAcknowledging();
      return reading.durable().orElseThrow();
    }
  }

  private static Problem problem(MysqlUnderTest source, SourcePosition position)
      throws InterruptedException {
    try (Reading reading = source.resume(position, "t")) {
      return reading.awaitProblem();
    }
  }

  private static List<String> shown(List<Transaction> transactions) {
    return transactions.stream().map(t -> Shown.text(Shown.only(t))).toList();
  }
}
