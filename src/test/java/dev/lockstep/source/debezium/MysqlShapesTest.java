package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.Netting;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.mysql.UnloggedRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tables whose shape changes, as MySQL's log and the history of shapes tell it. */
@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlShapesTest {
  private static final List<String> STATEMENTS =
      List.of(
          "INSERT INTO t VALUES (2, 'b', 2)",
          "ALTER TABLE t ADD COLUMN d datetime(3) NULL AFTER id",
          "INSERT INTO t VALUES (3, '2024-02-29 01:02:03.004', 'c', 3)",
          "ALTER TABLE t MODIFY n varchar(20), CHANGE name title varchar(90)",
          "UPDATE t SET n = 'three' WHERE id = 3",
          "TRUNCATE t",
          "ALTER TABLE t DROP COLUMN d",
          "INSERT INTO t VALUES (4, 'd', 'four')",
          "RENAME TABLE t TO away",
          "INSERT INTO away VALUES (5, 'e', 'five')",
          "CREATE TABLE t (id int PRIMARY KEY, only_one bigint unsigned)",
          "INSERT INTO t VALUES (6, 18446744073709551615)",
          "DROP TABLE t",
          "RENAME TABLE away TO t",
          "DELETE FROM t WHERE id = 5");

  private static final List<String> CHANGES =
      List.of(
          "[id, name, n] + 2,b,2",
          "[id, d, name, n] + 3,1709168523004000,c,3",
          "[id, d, title, n] 3,1709168523004000,c,3 > 3,1709168523004000,c,three",
          "truncate",
          "[id, title, n] + 4,d,four",
          "[id, only_one] + 6,18446744073709551615",
          "[id, title, n] - 5,e,five");

  @Test
  void aRestartFromAnyTransactionReadsEachRowInItsShape(MysqlServer server) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(server, "shapes"));
    source.execute(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(20), n int)",
        "INSERT INTO t VALUES (1, 'a', 1)");
    List<Transaction> whole = new ArrayList<>();
    try (Reading reading = source.load("t")) {
      whole.add(reading.awaitLoaded().get(0));
      reading.stopAcknowledging();
      source.execute(STATEMENTS.toArray(String[]::new));
      whole.addAll(reading.awaitStreamed(CHANGES.size()));
    }
    assertThat(shown(whole.subList(1, whole.size()))).isEqualTo(CHANGES);
    for (int i = 0; i < whole.size() - 1; i++) {
      List<Transaction> later = whole.subList(i + 1, whole.size());
      assertThat(resumed(source, whole.get(i), later.size()))
          .as("after transaction %d", i)
          .isEqualTo(later);
    }
    cutLastLine(source.options().schemaHistory());
    assertThat(resumed(source, whole.get(0), CHANGES.size()))
        .as("after a crash in the midst of a line")
        .isEqualTo(whole.subList(1, whole.size()));
  }

  private static List<Transaction> resumed(MysqlUnderTest source, Transaction after, int count) {
    SourcePosition from = Objects.requireNonNull(after.position());
    try (Reading reading = source.resume(from, "t")) {
      reading.stopAcknowledging();
      return reading.awaitStreamed(count);
    }
  }

  private static void cutLastLine(Path history) throws Exception {
    String text = Files.readString(history);
    int lastLine = text.lastIndexOf('\n', text.length() - 2) + 1;
    int half = lastLine + (text.length() - lastLine) / 2;
    Files.writeString(history, text.substring(0, half), StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static List<String> shown(List<Transaction> transactions) {
    return transactions.stream().map(t -> shown(Shown.only(t))).toList();
  }

  private static String shown(Change change) {
    if (change instanceof Change.Truncate) {
      return "truncate";
    }
    if (change instanceof Change.Update update) {
      return Shown.columns(update.after()) + " " + Shown.text(change);
    }
    return change instanceof Change.Delete delete
        ? Shown.columns(delete.before()) + " " + Shown.text(change)
        : Shown.columns(((Change.Insert) change).row()) + " " + Shown.text(change);
  }

  @Test
  void shiftedKeysNetToWhatTheTableHolds(MysqlServer server) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(server, "shifted_keys"));
    source.execute(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(20))",
        "INSERT INTO t VALUES (1, 'n1'), (2, 'n2'), (3, 'n3')");
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      source.execute("UPDATE t SET id = id + 1 ORDER BY id DESC");
      assertThat(Shown.net(new Netting().net(reading.awaitStreamed(1).get(0))))
          .containsExactlyInAnyOrder(
              "shifted_keys.t[1] nullnull",
              "shifted_keys.t[2] shifted_keys.t[2, n1]shifted_keys.t[1]",
              "shifted_keys.t[3] shifted_keys.t[3, n2]shifted_keys.t[2]",
              "shifted_keys.t[4] shifted_keys.t[4, n3]shifted_keys.t[3]");
    }
  }

  @Test
  void aReferencedTableIsEmptiedToo(MysqlServer server) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(server, "referenced"));
    source.execute(
        "CREATE TABLE parent (id int PRIMARY KEY)",
        "CREATE TABLE child (id int PRIMARY KEY, p int, FOREIGN KEY (p) REFERENCES parent (id))",
        "INSERT INTO parent VALUES (1)");
    try (Reading reading = source.load("parent", "child")) {
      reading.awaitLoaded();
      source.execute(
          "SET foreign_key_checks = 0", "TRUNCATE TABLE parent", "TRUNCATE `referenced`.`child`");
      assertThat(reading.awaitStreamed(2).stream().map(Shown::only))
          .containsExactly(
              new Change.Truncate(source.table("parent")),
              new Change.Truncate(source.table("child")));
    }
  }

  @Test
  void aPartitionedTableReadsAsOne(MysqlServer server) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(server, "partitions"));
    source.execute(
        "CREATE TABLE t (id int, d int, PRIMARY KEY (id, d)) PARTITION BY RANGE (d)"
            + " (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20))",
        "INSERT INTO t VALUES (1, 5), (2, 15)");
    try (Reading reading = source.load("t")) {
      assertThat(reading.awaitLoadedChanges()).hasSize(2);
      source.execute("UPDATE t SET d = 16 WHERE id = 1");
      assertThat(new Netting().net(reading.awaitStreamed(1).get(0)).rows()).hasSize(2);
      source.execute("ALTER TABLE t ADD PARTITION (PARTITION p3 VALUES LESS THAN (30))");
      source.execute("INSERT INTO t VALUES (3, 25)");
      reading.awaitStreamed(2);
      source.execute("ALTER TABLE t DROP PARTITION p3");
      Problem problem = reading.awaitProblem();
      assertThat(problem.code()).isEqualTo("ROWS-UNLOGGED");
      assertThat(problem.where()).isEqualTo("partitions.t");
      assertThat(problem.remedy()).contains("--reload");
    }
  }

  @Test
  void rowsThatLeaveWithTheirPartitionCanBeLeftToAVerification(MysqlServer server)
      throws Exception {
    MysqlUnderTest source =
        new MysqlUnderTest(new MysqlDatabase(server, "passed_over")).with(UnloggedRows.IGNORE);
    source.execute(
        "CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id)"
            + " (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20))",
        "INSERT INTO t VALUES (1), (11)");
    try (Reading reading = source.load("t")) {
      assertThat(reading.awaitLoadedChanges()).hasSize(2);
      source.execute("ALTER TABLE t DROP PARTITION p2", "INSERT INTO t VALUES (2)");
      assertThat(reading.awaitStreamed(1)).hasSize(1);
    }
  }

  @Test
  void rowsThatLeaveOtherTablesWithTheirPartitionDoNoHarm(MysqlServer server) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(server, "other_partitions"));
    source.execute(
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE TABLE other (id int PRIMARY KEY) PARTITION BY RANGE (id)"
            + " (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20))");
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      source.execute("ALTER TABLE other DROP PARTITION p2", "INSERT INTO t VALUES (1)");
      assertThat(reading.awaitStreamed(1)).hasSize(1);
    }
  }
}
