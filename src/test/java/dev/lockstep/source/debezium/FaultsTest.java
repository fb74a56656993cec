package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.source.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What passes is waited out; what does not is said clearly. */
@ExtendWith(SharedServer.class)
class FaultsTest {
  @Test
  void aKilledConnectionIsMadeAgainAndNothingIsLost(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = database(server, "killed");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      reading.awaitLoaded();
      for (int i = 1; i <= 3; i++) {
        database.execute("INSERT INTO t VALUES (" + i + ")");
        database.text(
            "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                + " WHERE slot_name = 'slot_killed' AND active");
        int count = i;
        reading.awaitThat(
            all ->
                Reading.streamed(all).stream().map(t -> t.version()).distinct().count() == count);
      }
      assertThat(reading.source().status().restarts()).isPositive();
    }
  }

  @Test
  void aServerThatStopsAndStartsIsWaitedFor(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = database(server, "restarted");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      reading.awaitLoaded();
      server.stop();
      reading.awaitThat(all -> reading.source().status().fault() != null);
      assertThat(reading.source().status().connected()).isFalse();
      server.start();
      database.execute("INSERT INTO t VALUES (1)");
      reading.awaitStreamed(1);
      reading.awaitThat(all -> reading.source().status().fault() == null);
    } finally {
      server.start();
    }
  }

  @Test
  void aLoadThatIsCutOffBeginsAnew(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = database(server, "cut_load");
    database.execute("INSERT INTO t SELECT generate_series(1, 30000)");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      reading.awaitThat(all -> !all.isEmpty());
      database.text(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'cut_load'"
              + " AND pid <> pg_backend_pid()");
      reading.awaitLoaded();
      long last =
          reading.transactions().stream()
              .mapToLong(t -> t.version().position())
              .max()
              .orElseThrow();
      assertThat(
              reading.transactions().stream()
                  .filter(t -> t.version().position() == last)
                  .mapToInt(t -> t.changes().size())
                  .sum())
          .isEqualTo(30_000);
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
      assertThat(problem(reading.awaitFailure()).code()).isEqualTo("SLOT-MISSING");
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
        Problem problem = problem(second.awaitFailure());
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
  void wrongCredentialsAndMissingRightsAreFatal(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = database(server, "rights");
    Path rules = server.dir().resolve("pg_hba.conf");
    String before = Files.readString(rules);
    Files.writeString(
        rules,
        "host all guarded 127.0.0.1/32 scram-sha-256\n"
            + "host all guarded ::1/128 scram-sha-256\n"
            + before);
    database.execute(
        "CREATE ROLE guarded LOGIN PASSWORD 'right'",
        "CREATE ROLE poor LOGIN",
        "SELECT pg_reload_conf()");
    Reading.awaitTrue(() -> loginFails(server, database));
    assertThat(load(database.options(dir, "guarded", "wrong")).code())
        .isEqualTo("SOURCE-LOGIN-REFUSED");
    assertThat(load(database.options(dir, "poor", "")).code()).isEqualTo("SOURCE-PERMISSION");
    assertThat(load(otherDatabase(database.options(dir))).code())
        .isEqualTo("SOURCE-DATABASE-MISSING");
    Files.writeString(rules, before);
  }

  private static boolean loginFails(PostgresServer server, TestDatabase database) {
    try (Connection connection =
            java.sql.DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + server.port() + "/" + database.name(),
                "guarded",
                "wrong");
        ResultSet result = connection.createStatement().executeQuery("SELECT 1")) {
      return !result.next();
    } catch (java.sql.SQLException e) {
      return true;
    }
  }

  private static PostgresOptions otherDatabase(PostgresOptions options) {
    return new PostgresOptions(
        options.host(),
        options.port(),
        "nowhere",
        options.user(),
        options.password(),
        options.tls(),
        options.slot(),
        options.publication(),
        options.epoch(),
        options.limits(),
        options.spillDir(),
        Map.of());
  }

  @Test
  void aLogWithoutChangesIsFatal(@TempDir Path dir) throws Exception {
    try (PostgresServer server =
        PostgresServer.start(dir.resolve("pg"), Map.of("wal_level", "replica"))) {
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
      assertThat(problem(reading.awaitFailure()).code()).isEqualTo("REPLICA-IDENTITY");
    }
    assertThat(database.text("SELECT count(*) FROM pg_publication")).isEqualTo("0");
  }

  @Test
  void aKeyColumnThatIsDroppedIsFatal(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = database(server, "key_dropped");
    database.execute(
        "CREATE TABLE k (a int NOT NULL, b int)", "ALTER TABLE k REPLICA IDENTITY FULL");
    try (Reading reading =
        Reading.load(
            database.options(dir),
            Map.of(
                new dev.lockstep.change.TableId("public", "k"),
                new dev.lockstep.change.TableNeeds(
                    java.util.List.of(), java.util.List.of(), java.util.List.of("a"))))) {
      reading.awaitLoaded();
      database.execute("ALTER TABLE k DROP COLUMN a", "INSERT INTO k VALUES (1)");
      assertThat(problem(reading.awaitFailure()).code()).isEqualTo("KEY-COLUMN-MISSING");
    }
  }

  @Test
  void aSourceClosesWhileThePipelineIsFull(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = database(server, "full");
    database.execute("INSERT INTO t VALUES (1)");
    Reading reading = Reading.blocked(database.options(dir), TestDatabase.needs("t"));
    reading.awaitBlocked();
    reading.close();
    reading.awaitOver();
    assertThat(reading.failed()).isFalse();
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
      return problem(reading.awaitFailure());
    }
  }

  private static Problem failure(PostgresOptions options, SourcePosition position)
      throws Exception {
    try (Reading reading = Reading.resume(options, TestDatabase.needs("t"), position)) {
      return problem(reading.awaitFailure());
    }
  }

  private static Problem problem(Throwable failure) {
    assertThat(failure).isInstanceOf(LockstepException.class);
    return ((LockstepException) failure).problem();
  }
}
