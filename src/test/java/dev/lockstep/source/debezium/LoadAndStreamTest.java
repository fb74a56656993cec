package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.source.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServer.class)
class LoadAndStreamTest {
  @Test
  void loadsTheRowsAndThenStreamsWhatChanges(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "load_and_stream");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, name text)",
        "INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 5000) i");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      assertThat(reading.awaitLoadedChanges()).hasSize(5000);
      Version loaded = reading.awaitLoaded().get(0).version();
      database.execute(
          "BEGIN; INSERT INTO t VALUES (5001, 'new'); UPDATE t SET name = 'x' WHERE id = 1;"
              + " DELETE FROM t WHERE id = 2; UPDATE t SET id = 6000 WHERE id = 3; COMMIT");
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

  @Test
  void aLoadWithoutRowsEndsToo(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "empty_load");
    database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      List<Transaction> loaded = reading.awaitLoaded();
      assertThat(loaded.get(0).kind()).isEqualTo(Transaction.Kind.SNAPSHOT_END);
      assertThat(loaded.get(0).position()).isNotNull();
      database.execute("INSERT INTO t VALUES (1)");
      assertThat(reading.awaitStreamed(1).get(0).version()).isGreaterThan(loaded.get(0).version());
    }
  }

  @Test
  void aSecondLoadMakesTheSlotAnewAndHasAGreaterVersion(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "second_load");
    database.execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    Version first;
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      first = reading.awaitLoaded().get(0).version();
      database.execute("INSERT INTO t VALUES (2)");
      reading.awaitStreamed(1);
    }
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      assertThat(reading.awaitLoadedChanges()).hasSize(2);
      assertThat(reading.awaitLoaded().get(0).version()).isGreaterThan(first);
    }
  }

  @Test
  void whatIsCommittedDuringTheLoadIsStreamedAfterIt(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "busy_load");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, n int)",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 20000) i");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      reading.awaitThat(all -> all.stream().anyMatch(t -> !t.changes().isEmpty()));
      database.execute("UPDATE t SET n = 1 WHERE id = 20000", "DELETE FROM t WHERE id = 19999");
      assertThat(reading.awaitLoadedChanges()).hasSize(20_000);
      Version loaded = reading.awaitLoaded().get(0).version();
      assertThat(reading.awaitStreamed(2)).allMatch(t -> t.version().isAfter(loaded));
    }
  }
}
