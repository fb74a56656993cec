package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.Netting;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.Transaction;
import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.postgres.SharedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What changes look like, by the kind of table. */
@ResourceLock(SharedMysql.LOCK)
@ResourceLock(SharedServer.LOCK)
class ChangesTest {
  @OnBothDatabases
  void aLogOfWholeRowsTellsWhatTheyWere(SourceUnderTest source) throws Exception {
    source.execute("CREATE TABLE t (id int PRIMARY KEY, a varchar(9) NOT NULL, b int DEFAULT 9)");
    source.logWholeRows("t");
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      source.execute(
          "INSERT INTO t VALUES (1, 'x', NULL)",
          "UPDATE t SET b = 2",
          "UPDATE t SET id = 2",
          "DELETE FROM t");
      List<Change> changes = reading.awaitStreamed(4).stream().map(Shown::only).toList();
      assertThat(Shown.text(changes))
          .containsExactly("+ 1,x,null", "1,x,null > 1,x,2", "1,x,2 > 2,x,2", "- 2,x,2");
    }
  }

  @OnBothDatabases
  void rowsWithoutAPrimaryKeyAreKnownByTheColumnsOfTheMapping(SourceUnderTest source)
      throws Exception {
    source.execute(
        "CREATE TABLE t (a varchar(9) NOT NULL, b int NOT NULL, c int)",
        "INSERT INTO t VALUES ('k', 1, 1)");
    source.logWholeRows("t");
    TableNeeds byColumns = new TableNeeds(List.of(), List.of(), List.of("a", "b"));
    DebeziumSource reader = source.source(Map.of(source.table("t"), byColumns));
    try (Reading reading = Reading.load(reader)) {
      assertThat(Shown.row(reading.awaitLoadedChanges(), "t").key().values())
          .containsExactly("k", 1L);
      source.execute("UPDATE t SET b = 2", "DELETE FROM t");
      List<Transaction> streamed = reading.awaitStreamed(2);
      assertThat(Shown.text(Shown.only(streamed.get(0)))).isEqualTo("k,1,1 > k,2,1");
      assertThat(new Netting().net(streamed.get(0)).rows()).hasSize(2);
      assertThat(Shown.text(Shown.only(streamed.get(1)))).isEqualTo("- k,2,1");
    }
  }

  @OnBothDatabases
  void aTruncateComesInItsPlace(SourceUnderTest source) throws Exception {
    source.execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      source.execute("INSERT INTO t VALUES (2)", "TRUNCATE TABLE t", "INSERT INTO t VALUES (3)");
      List<Transaction> streamed = reading.awaitStreamed(3);
      assertThat(Shown.text(Shown.only(streamed.get(0)))).isEqualTo("+ 2");
      assertThat(Shown.only(streamed.get(1))).isEqualTo(new Change.Truncate(source.table("t")));
      assertThat(Shown.text(Shown.only(streamed.get(2)))).isEqualTo("+ 3");
      assertThat(streamed.stream().map(Transaction::version)).isSorted().doesNotHaveDuplicates();
    }
  }

  @OnBothDatabases
  void columnsThatComeAndGoShowInTheSchema(SourceUnderTest source) throws Exception {
    source.execute("CREATE TABLE t (id int PRIMARY KEY, a int)", "INSERT INTO t VALUES (1, 1)");
    try (Reading reading = source.load("t")) {
      assertThat(Shown.columns(Shown.row(reading.awaitLoadedChanges(), "t"))).isEqualTo("[id, a]");
      source.execute(
          "INSERT INTO t VALUES (2, 2)",
          "ALTER TABLE t ADD COLUMN b varchar(9) DEFAULT 'd'",
          "INSERT INTO t (id, a) VALUES (3, 3)",
          "ALTER TABLE t DROP COLUMN a",
          "INSERT INTO t VALUES (4, NULL)",
          "ALTER TABLE t RENAME COLUMN b TO c",
          "INSERT INTO t VALUES (5, 'r')");
      assertThat(inserted(reading.awaitStreamed(4)))
          .containsExactly("[id, a] 2,2", "[id, a, b] 3,3,d", "[id, b] 4,null", "[id, c] 5,r");
    }
  }

  private static List<String> inserted(List<Transaction> transactions) {
    return transactions.stream()
        .map(t -> ((Change.Insert) Shown.only(t)).row())
        .map(row -> Shown.columns(row) + " " + Shown.text(row))
        .toList();
  }

  @OnBothDatabases
  void namesMayHoldAnySigns(SourceUnderTest source) throws Exception {
    String table = source.quoted("We Ird,x.*$é");
    String column = source.quoted("Select, me");
    source.execute(
        "CREATE TABLE " + table + " (id int PRIMARY KEY, " + column + " int)",
        "INSERT INTO " + table + " VALUES (1, 5)");
    try (Reading reading = source.load("We Ird,x.*$é")) {
      assertThat(reading.awaitLoadedChanges()).hasSize(1);
      source.execute("UPDATE " + table + " SET " + column + " = 6");
      Change.Update update = (Change.Update) Shown.only(reading.awaitStreamed(1).get(0));
      assertThat(update.table()).isEqualTo(source.table("We Ird,x.*$é"));
      assertThat(update.after().get("Select, me")).isEqualTo(6L);
    }
  }
}
