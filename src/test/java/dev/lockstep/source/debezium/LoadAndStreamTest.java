package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.postgres.SharedServer;
import java.util.List;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(SharedMysql.LOCK)
@ResourceLock(SharedServer.LOCK)
class LoadAndStreamTest {
  @OnBothDatabases
  void loadsTheRowsAndThenStreamsWhatChanges(SourceUnderTest source) throws Exception {
    source.execute(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(20))",
        "INSERT INTO t SELECT i, concat('n', i) FROM " + source.numbers(5000));
    try (Reading reading = source.load("t")) {
      assertThat(reading.awaitLoadedChanges()).hasSize(5000);
      Version loaded = reading.awaitLoaded().get(0).version();
      source.transaction(
          "INSERT INTO t VALUES (5001, 'new')",
          "UPDATE t SET name = 'x' WHERE id = 1",
          "DELETE FROM t WHERE id = 2",
          "UPDATE t SET id = 6000 WHERE id = 3");
      List<Transaction> streamed = reading.awaitStreamed(1);
      assertThat(streamed).hasSize(1);
      assertThat(streamed.get(0).changes())
          .hasSize(4)
          .hasExactlyElementsOfTypes(
              Change.Insert.class, Change.Update.class, Change.Delete.class, Change.Update.class);
      assertThat(streamed.get(0).version()).isGreaterThan(loaded);
      assertThat(streamed.get(0).version().ordinal()).isEqualTo(4);
    }
  }

  @OnBothDatabases
  void aLoadWithoutRowsEndsToo(SourceUnderTest source) throws Exception {
    source.execute("CREATE TABLE t (id int PRIMARY KEY)");
    try (Reading reading = source.load("t")) {
      List<Transaction> loaded = reading.awaitLoaded();
      assertThat(loaded.get(0).kind()).isEqualTo(Transaction.Kind.SNAPSHOT_END);
      assertThat(loaded.get(0).position()).isNotNull();
      source.execute("INSERT INTO t VALUES (1)");
      assertThat(reading.awaitStreamed(1).get(0).version()).isGreaterThan(loaded.get(0).version());
    }
  }

  @OnBothDatabases
  void aLoadWhoseOtherTablesAreEmptyEndsToo(SourceUnderTest source) throws Exception {
    source.execute(
        "CREATE TABLE a (id int PRIMARY KEY)",
        "CREATE TABLE b (id int PRIMARY KEY)",
        "CREATE TABLE c (id int PRIMARY KEY)",
        "INSERT INTO b VALUES (1), (2)");
    try (Reading reading = source.load("a", "b", "c")) {
      assertThat(reading.awaitLoadedChanges()).hasSize(2);
      Version loaded = reading.awaitLoaded().get(0).version();
      source.execute("INSERT INTO c VALUES (1)");
      assertThat(reading.awaitStreamed(1).get(0).version()).isGreaterThan(loaded);
    }
  }

  @OnBothDatabases
  void aSecondLoadHasAGreaterVersion(SourceUnderTest source) throws Exception {
    source.execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    Version first;
    try (Reading reading = source.load("t")) {
      first = reading.awaitLoaded().get(0).version();
      source.execute("INSERT INTO t VALUES (2)");
      reading.awaitStreamed(1);
    }
    try (Reading reading = source.load("t")) {
      assertThat(reading.awaitLoadedChanges()).hasSize(2);
      assertThat(reading.awaitLoaded().get(0).version()).isGreaterThan(first);
    }
  }

  @OnBothDatabases
  void whatIsCommittedDuringTheLoadIsStreamedAfterIt(SourceUnderTest source) throws Exception {
    source.execute(
        "CREATE TABLE t (id int PRIMARY KEY, n int)",
        "INSERT INTO t SELECT i, 0 FROM " + source.numbers(20_000));
    try (Reading reading = source.load("t")) {
      reading.awaitThat(all -> all.stream().anyMatch(t -> !t.changes().isEmpty()));
      source.execute("UPDATE t SET n = 1 WHERE id = 20000", "DELETE FROM t WHERE id = 19999");
      assertThat(reading.awaitLoadedChanges()).hasSize(20_000);
      Version loaded = reading.awaitLoaded().get(0).version();
      assertThat(reading.awaitStreamed(2)).allMatch(t -> t.version().isAfter(loaded));
    }
  }
}
