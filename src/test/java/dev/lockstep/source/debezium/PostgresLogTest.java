package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.postgres.Lsn;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.source.postgres.TestDatabase;
import dev.lockstep.testing.servers.TestServers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** PostgreSQL's slots and publications. */
@ExtendWith(SharedServer.class)
@ResourceLock(SharedServer.LOCK)
class PostgresLogTest {
  @Test
  void theSlotLetsGoOfTheLogUpToTheDurablePositionAndNeverBeyond(
      PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "slot_follows");
    database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      reading.awaitLoaded();
      database.execute("INSERT INTO t VALUES (1)");
      Transaction first = reading.awaitStreamed(1).get(0);
      long reached = first.version().position();
      reading.awaitThat(all -> confirmed(database) >= reached);
      reading.stopAcknowledging();
      long durable = Lsn.of(reading.durable().orElseThrow());
      database.execute("INSERT INTO t VALUES (2)");
      int seen = reading.all().size();
      reading.awaitThat(all -> all.size() >= seen + 5);
      reading.awaitThat(all -> confirmed(database) == durable);
    }
    assertThat(confirmed(database)).isLessThan(current(database));
  }

  @Test
  void theLogOfAnIdleSourceStaysSmall(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "idle");
    database.execute("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE other (id int)");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      reading.awaitLoaded();
      database.execute("INSERT INTO other SELECT generate_series(1, 1000)");
      long written = current(database);
      reading.awaitThat(all -> confirmed(database) >= written);
      reading.awaitThat(all -> isSmall(reading.source().status().retainedBytes()));
    }
  }

  private static boolean isSmall(long bytes) {
    return bytes >= 0 && bytes < 500_000;
  }

  private static long confirmed(TestDatabase database) {
    return lsn(
        database,
        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'slot_"
            + database.name()
            + "'");
  }

  private static long current(TestDatabase database) {
    return lsn(database, "SELECT pg_current_wal_lsn()");
  }

  private static long lsn(TestDatabase database, String sql) {
    try {
      return Lsn.parse(database.text(sql));
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSlotThatIsGoneIsFatal(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = database(server, "slot_gone");
    SourcePosition position = loadOnce(database, dir);
    // The server may take a moment to notice that the reader has gone.
    database.execute(
        "DO $$ BEGIN WHILE (SELECT active FROM pg_replication_slots"
            + " WHERE slot_name = 'slot_slot_gone') LOOP PERFORM pg_sleep(0.01); END LOOP; END $$",
        "SELECT pg_drop_replication_slot('slot_slot_gone')");
    Problem problem = failure(database.options(dir), position);
    assertThat(problem.code()).isEqualTo("SLOT-MISSING");
    assertThat(problem.remedy()).contains("load again");
  }

  @Test
  void aSlotThatIsDroppedUnderTheReaderIsFatal(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = database(server, "slot_dropped");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      reading.awaitThat(all -> all.size() > 2);
      database.execute(
          "DO $$ BEGIN FOR i IN 1..500 LOOP BEGIN"
              + " PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots"
              + " WHERE slot_name = 'slot_slot_dropped' AND active;"
              + " PERFORM pg_drop_replication_slot('slot_slot_dropped'); EXIT;"
              + " EXCEPTION WHEN object_in_use THEN PERFORM pg_sleep(0.01); END; END LOOP; END $$");
      assertThat(reading.awaitProblem().code()).isEqualTo("SLOT-MISSING");
    }
  }

  @Test
  void aSlotThatAnotherReadsIsFatalAfterSomePatienceAndNamesTheReader(
      PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = database(server, "slot_busy");
    try (Reading first = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      first.awaitThat(all -> all.size() > 2);
      try (Reading second =
          Reading.load(database.options(dir.resolve("2")), TestDatabase.needs("t"))) {
        Problem problem = second.awaitProblem();
        assertThat(problem.code()).isEqualTo("SLOT-ACTIVE");
        assertThat(problem.what()).containsPattern("process \\d+");
      }
    }
  }

  @Test
  void aPublicationThatIsGoneIsFatal(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = database(server, "publication_gone");
    SourcePosition position = loadOnce(database, dir);
    database.execute("DROP PUBLICATION pub_publication_gone");
    assertThat(failure(database.options(dir), position).code()).isEqualTo("PUBLICATION-MISSING");
  }

  @Test
  void aLogWithoutChangesIsFatal(@TempDir Path dir) throws Exception {
    try (PostgresServer server =
        TestServers.postgres(dir.resolve("pg"), Map.of("wal_level", "replica"))) {
      TestDatabase database = database(server, "replica");
      Problem problem = load(database.options(dir));
      assertThat(problem.code()).isEqualTo("WAL-LEVEL");
      assertThat(problem.remedy()).contains("wal_level = logical");
    }
  }

  @Test
  void aTableWithoutIdentityIsNotPublished(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = database(server, "no_identity");
    database.execute("CREATE TABLE k (a int)");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("k"))) {
      assertThat(reading.awaitProblem().code()).isEqualTo("REPLICA-IDENTITY");
    }
    assertThat(database.text("SELECT count(*) FROM pg_publication")).isEqualTo("0");
  }

  private static TestDatabase database(PostgresServer server, String name) throws Exception {
    TestDatabase database = new TestDatabase(server, name);
    database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    return database;
  }

  private static SourcePosition loadOnce(TestDatabase database, Path dir) {
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      reading.awaitLoaded();
      reading.stopAcknowledging();
      return reading.durable().orElseThrow();
    }
  }

  private static Problem load(PostgresOptions options) throws Exception {
    try (Reading reading = Reading.load(options, TestDatabase.needs("t"))) {
      return reading.awaitProblem();
    }
  }

  private static Problem failure(PostgresOptions options, SourcePosition position)
      throws Exception {
    try (Reading reading = Reading.resume(options, TestDatabase.needs("t"), position)) {
      return reading.awaitProblem();
    }
  }
}
