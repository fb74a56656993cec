package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.testing.servers.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica by GTID takes over; its log has other files and other places in them. */
class MysqlFailoverTest {
  private static MysqlServer first;
  private static MysqlServer second;

  @BeforeAll
  static void replicate(@TempDir Path dir) throws Exception {
    first = TestServers.mysql(dir.resolve("first"), Map.of());
    second =
        TestServers.mysql(
            dir.resolve("second"),
            Map.of("server-id", "2", "log-bin", "other", "log-slave-updates", "ON"));
    first.execute(
        "mysql",
        "CREATE USER replica IDENTIFIED WITH mysql_native_password BY 'secret'",
        "GRANT REPLICATION SLAVE ON *.* TO replica");
    second.execute(
        "mysql",
        "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = "
            + first.port()
            + ", MASTER_USER = 'replica', MASTER_PASSWORD = 'secret', MASTER_AUTO_POSITION = 1",
        "START SLAVE");
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
  }

  @Test
  void aPromotedReplicaIsReadOnUnderAHigherEpoch() throws Exception {
    MysqlUnderTest before = database("failover");
    SourcePosition from;
    Version newest;
    try (Reading reading = before.load("t")) {
      reading.awaitLoaded();
      before.execute("INSERT INTO t VALUES (1, 'a')", "ALTER TABLE t ADD COLUMN b int DEFAULT 5");
      before.execute("INSERT INTO t (id, name) VALUES (2, 'b')");
      Transaction last = reading.awaitStreamed(2).get(1);
      reading.stopAcknowledging();
      newest = last.version();
      from = Objects.requireNonNull(last.position());
      before.execute("INSERT INTO t VALUES (3, 'unseen', 6)", "UPDATE t SET id = 4 WHERE id = 1");
      reading.awaitStreamed(4);
    }
    catchUp();
    MysqlUnderTest promoted = before.on(second).withEpoch(1);
    second.execute("failover", "DROP TABLE IF EXISTS gone", "INSERT INTO t VALUES (5, 'here', 7)");
    try (Reading reading = promoted.resume(from, "t")) {
      List<Transaction> streamed = reading.awaitStreamed(3);
      assertThat(shown(streamed)).containsExactly("+ 3,unseen,6", "1,a,5 > 4,a,5", "+ 5,here,7");
      assertThat(streamed).allMatch(transaction -> transaction.version().isAfter(newest));
      assertThat(streamed).allMatch(transaction -> transaction.version().epoch() == 1);
      from = Objects.requireNonNull(streamed.get(0).position());
      second.execute("failover", "ALTER TABLE t DROP COLUMN name", "DELETE FROM t WHERE id = 3");
      assertThat(shown(reading.awaitStreamed(4)).get(3)).isEqualTo("- 3,6");
    }
    try (Reading reading = promoted.resume(from, "t")) {
      assertThat(shown(reading.awaitStreamed(3)))
          .containsExactly("1,a,5 > 4,a,5", "+ 5,here,7", "- 3,6");
    }
  }

  @Test
  void whatTheFirstServerWasReadOfInVainIsReadAgainFromTheOther() throws Exception {
    MysqlUnderTest before = database("ahead");
    SourcePosition from;
    try (Reading reading = before.load("t")) {
      reading.awaitLoaded();
      before.execute("ALTER TABLE t ADD COLUMN b int FIRST", "INSERT INTO t VALUES (1, 1, 'a')");
      from = Objects.requireNonNull(reading.awaitStreamed(1).get(0).position());
      reading.stopAcknowledging();
      before.execute(
          "ALTER TABLE t CHANGE name title varchar(9)",
          "ALTER TABLE t ADD COLUMN name int",
          "UPDATE t SET title = 'b'");
      reading.awaitStreamed(2);
    }
    catchUp();
    try (Reading reading = before.on(second).withEpoch(1).resume(from, "t")) {
      assertThat(shown(reading.awaitStreamed(1))).containsExactly("1,1,a,null > 1,1,b,null");
      second.execute("ahead", "ALTER TABLE t DROP COLUMN b", "UPDATE t SET title = 'c'");
      assertThat(shown(reading.awaitStreamed(2)).get(1)).isEqualTo("1,b,null > 1,c,null");
      from = reading.durable().orElseThrow();
    }
    second.execute("ahead", "UPDATE t SET title = 'd'");
    try (Reading reading = before.on(second).withEpoch(1).resume(from, "t")) {
      Change.Update update = (Change.Update) Shown.only(reading.awaitStreamed(1).get(0));
      assertThat(Shown.columns(update.after())).isEqualTo("[id, title, name]");
      assertThat(Shown.text(update)).isEqualTo("1,c,null > 1,d,null");
    }
    try (Reading reading = before.on(second).withEpoch(2).resume(from, "t")) {
      assertThat(shown(reading.awaitStreamed(1))).containsExactly("1,c,null > 1,d,null");
    }
  }

  @Test
  void anotherServerUnderTheSameEpochIsRefused() throws Exception {
    MysqlUnderTest before = database("replaced");
    SourcePosition from = loadOnce(before);
    catchUp();
    try (Reading reading = before.on(second).resume(from, "t")) {
      assertThat(reading.awaitProblem().code()).isEqualTo("SOURCE-REPLACED");
    }
  }

  @Test
  void aServerThatLacksTransactionsIsRefused() throws Exception {
    MysqlUnderTest before = database("behind");
    catchUp();
    second.execute("mysql", "STOP SLAVE");
    try {
      before.execute("INSERT INTO t VALUES (1, 'a')");
      SourcePosition from = loadOnce(before);
      try (Reading reading = before.on(second).withEpoch(1).resume(from, "t")) {
        assertThat(reading.awaitProblem().code()).isEqualTo("SOURCE-BEHIND");
      }
    } finally {
      second.execute("mysql", "START SLAVE");
    }
  }

  private static MysqlUnderTest database(String name) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(first, name));
    source.execute("CREATE TABLE t (id int PRIMARY KEY, name varchar(20))");
    return source;
  }

  private static SourcePosition loadOnce(MysqlUnderTest source) {
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      reading.stopAcknowledging();
      return reading.durable().orElseThrow();
    }
  }

  /** Waits until the replica has all. */
  private static void catchUp() throws Exception {
    String executed = text(first, "SELECT @@gtid_executed").replace("\n", "");
    String wait = "SELECT WAIT_FOR_EXECUTED_GTID_SET('" + executed + "', 30)";
    assertThat(text(second, wait)).isEqualTo("0");
  }

  private static String text(MysqlServer server, String sql) throws Exception {
    try (var connection = server.connect("mysql");
        var result = connection.createStatement().executeQuery(sql)) {
      return result.next() ? result.getString(1) : "";
    }
  }

  private static List<String> shown(List<Transaction> transactions) {
    return transactions.stream().map(t -> Shown.text(Shown.only(t))).toList();
  }
}
