package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.postgres.SharedServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The ways in which Debezium's own offsets lose data: rows that share a log position, the two
 * records of a key change, transactions that interleave. A source that resumes after any of these
 * transactions gives exactly the later ones, with the same versions.
 */
@ResourceLock(SharedMysql.LOCK)
@ResourceLock(SharedServer.LOCK)
class RestartTest {
  @OnBothDatabases
  void resumingAfterAnyTransactionGivesExactlyTheLaterOnes(SourceUnderTest source)
      throws Exception {
    source.execute(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(20))",
        "INSERT INTO t VALUES (0, 'first')");
    List<Transaction> whole = new ArrayList<>();
    try (Reading reading = source.load("t")) {
      whole.add(reading.awaitLoaded().get(0));
      reading.stopAcknowledging();
      change(source);
      whole.addAll(reading.awaitStreamed(6));
    }
    assertThat(whole).hasSize(7);
    for (int i = 0; i < whole.size() - 1; i++) {
      List<Transaction> later = whole.subList(i + 1, whole.size());
      assertThat(resumed(source, position(whole.get(i)), later.size()))
          .as("after transaction %d", i)
          .isEqualTo(later);
    }
  }

  private static void change(SourceUnderTest source) throws Exception {
    source.execute(
        "INSERT INTO t SELECT i, 'multi' FROM " + source.numbers(10),
        "UPDATE t SET id = 100 WHERE id = 1");
    try (Connection first = source.connect();
        Connection second = source.connect();
        Connection third = source.connect();
        Statement one = open(first);
        Statement two = open(second);
        Statement three = open(third)) {
      one.execute("INSERT INTO t VALUES (201, 'a')");
      two.execute("INSERT INTO t VALUES (301, 'b')");
      three.execute("INSERT INTO t VALUES (401, 'c')");
      for (int i = 2; i < 6; i++) {
        one.execute("INSERT INTO t VALUES (20" + i + ", 'a')");
        two.execute("INSERT INTO t VALUES (30" + i + ", 'b')");
      }
      second.commit();
      for (int id = 203; id > 200; id--) {
        one.execute("UPDATE t SET id = id + 1000 WHERE id = " + id);
      }
      third.commit();
      first.commit();
    }
    source.execute("DELETE FROM t WHERE id = 2");
  }

  private static Statement open(Connection connection) throws Exception {
    connection.setAutoCommit(false);
    return connection.createStatement();
  }

  private static List<Transaction> resumed(SourceUnderTest source, SourcePosition from, int count) {
    try (Reading reading = source.resume(from, "t")) {
      reading.stopAcknowledging();
      return reading.awaitStreamed(count);
    }
  }

  private static SourcePosition position(Transaction transaction) {
    return Objects.requireNonNull(transaction.position());
  }

  /** It has no key, unlike the rows behind it. */
  @OnBothDatabases
  void aTruncateMayBeTheFirstThatIsReadOfATable(SourceUnderTest source) throws Exception {
    source.execute("CREATE TABLE t (id int PRIMARY KEY)");
    SourcePosition loaded;
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      loaded = reading.durable().orElseThrow();
    }
    source.execute("TRUNCATE TABLE t", "INSERT INTO t VALUES (1)", "DELETE FROM t");
    List<Transaction> streamed = resumed(source, loaded, 3);
    assertThat(Shown.only(streamed.get(0))).isEqualTo(new Change.Truncate(source.table("t")));
    Change.Insert insert = (Change.Insert) Shown.only(streamed.get(1));
    assertThat(insert.row().key()).isEqualTo(new RowKey(source.table("t"), 1L));
  }

  @OnBothDatabases
  void anIdleSourceStaysFresh(SourceUnderTest source) throws Exception {
    source.execute("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE other (id int)");
    try (Reading reading = source.load("t")) {
      Transaction loaded = reading.awaitLoaded().get(0);
      source.execute("INSERT INTO other SELECT i FROM " + source.numbers(1000));
      int seen = reading.all().size();
      reading.awaitThat(all -> all.size() >= seen + 3);
      List<Transaction> all = reading.all();
      Transaction newest = all.get(all.size() - 1);
      assertThat(newest.version()).isGreaterThan(loaded.version());
      assertThat(newest.commitMicros()).isGreaterThan(loaded.commitMicros());
      assertThat(reading.transactions()).hasSize(1);
      reading.awaitThat(more -> isSmall(reading.source().status().sourceBytes()));
      assertThat(reading.source().status().connected()).isTrue();
      assertThat(reading.source().status().position()).isNotNull();
    }
  }

  private static boolean isSmall(long bytes) {
    return bytes >= 0 && bytes < 500_000;
  }

  @OnBothDatabases
  void theCurrentVersionComesOutOfTheStream(SourceUnderTest source) throws Exception {
    source.execute("CREATE TABLE t (id int PRIMARY KEY)");
    try (Reading reading = source.load("t");
        SourceCatalog catalog = source.catalog()) {
      reading.awaitLoaded();
      source.execute("INSERT INTO t VALUES (1)");
      Version current = catalog.currentVersion();
      reading.awaitThat(all -> all.get(all.size() - 1).version().position() >= current.position());
      assertThat(reading.awaitStreamed(1).get(0).version()).isLessThan(current);
    }
  }

  @OnBothDatabases
  void aTransactionOverTheLimitsFlowsInPartsThatEndInTheSameVersion(SourceUnderTest source)
      throws Exception {
    source.execute("CREATE TABLE t (id int PRIMARY KEY, name varchar(20))");
    SourcePosition loaded;
    List<Transaction> parts;
    try (Reading reading = source.withTransactions(100).load("t")) {
      reading.awaitLoaded();
      reading.stopAcknowledging();
      loaded = reading.durable().orElseThrow();
      source.transaction(
          "INSERT INTO t SELECT i, concat('n', i) FROM " + source.numbers(1000),
          "UPDATE t SET name = NULL WHERE id <= 30",
          "DELETE FROM t WHERE id <= 20");
      parts = reading.awaitStreamed(11);
    }
    List<Transaction> whole = resumed(source, loaded, 1);
    assertThat(parts).hasSize(11);
    assertThat(parts.stream().flatMap(part -> part.changes().stream()).toList())
        .isEqualTo(whole.get(0).changes());
    assertThat(parts.get(10).version()).isEqualTo(whole.get(0).version());
    assertThat(parts.get(10).position()).isEqualTo(whole.get(0).position());
    assertThat(parts.subList(0, 10)).allMatch(part -> part.position() == null);
    assertThat(parts.get(3).version().ordinal()).isEqualTo(400);
  }
}
