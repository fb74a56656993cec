package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.postgres.Lsn;
import dev.lockstep.source.postgres.PostgresCatalog;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.source.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ways in which Debezium's own offsets lose data: rows that share a log position, the two
 * records of a key change, transactions that interleave. A source that resumes after any of these
 * transactions gives exactly the later ones, with the same versions.
 */
@ExtendWith(SharedServer.class)
class RestartTest {
  @Test
  void resumingAfterAnyTransactionGivesExactlyTheLaterOnes(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "restart");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, name text)", "INSERT INTO t VALUES (0, 'first')");
    PostgresOptions options = database.options(dir);
    List<Transaction> whole = new ArrayList<>();
    try (Reading reading = Reading.load(options, TestDatabase.needs("t"))) {
      whole.add(reading.awaitLoaded().get(0));
      reading.stopAcknowledging();
      change(database);
      whole.addAll(reading.awaitStreamed(6));
    }
    assertThat(whole).hasSize(7);
    for (int i = 0; i < whole.size() - 1; i++) {
      List<Transaction> later = whole.subList(i + 1, whole.size());
      assertThat(resumed(options, position(whole.get(i)), later.size()))
          .as("after transaction %d", i)
          .isEqualTo(later);
    }
  }

  private static void change(TestDatabase database) throws Exception {
    database.execute(
        "INSERT INTO t SELECT i, 'multi' FROM generate_series(1, 10) i",
        "UPDATE t SET id = 100 WHERE id = 1");
    try (Connection first = database.connect();
        Connection second = database.connect();
        Connection third = database.connect();
        Statement one = first.createStatement();
        Statement two = second.createStatement();
        Statement three = third.createStatement()) {
      one.execute("BEGIN; INSERT INTO t VALUES (201, 'a')");
      two.execute("BEGIN; INSERT INTO t VALUES (301, 'b')");
      three.execute("BEGIN; INSERT INTO t VALUES (401, 'c')");
      for (int i = 2; i < 6; i++) {
        one.execute("INSERT INTO t VALUES (20" + i + ", 'a')");
        two.execute("INSERT INTO t VALUES (30" + i + ", 'b')");
      }
      two.execute("COMMIT");
      one.execute("UPDATE t SET id = id + 1000 WHERE id BETWEEN 201 AND 203");
      three.execute("COMMIT");
      one.execute("COMMIT");
    }
    database.execute("DELETE FROM t WHERE id = 2");
  }

  private static List<Transaction> resumed(
      PostgresOptions options, SourcePosition from, int count) {
    try (Reading reading = Reading.resume(options, TestDatabase.needs("t"), from)) {
      reading.stopAcknowledging();
      return reading.awaitStreamed(count);
    }
  }

  private static SourcePosition position(Transaction transaction) {
    return Objects.requireNonNull(transaction.position());
  }

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
  void anIdleSourceStaysFreshAndItsLogSmall(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "idle");
    database.execute("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE other (id int)");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      reading.awaitLoaded();
      database.execute("INSERT INTO other SELECT generate_series(1, 1000)");
      long written = current(database);
      reading.awaitThat(all -> confirmed(database) >= written);
      assertThat(reading.transactions()).hasSize(1);
      reading.awaitThat(all -> isSmall(reading.source().status().sourceBytes()));
      reading.awaitThat(all -> isSmall(reading.source().status().retainedBytes()));
      assertThat(reading.source().status().connected()).isTrue();
      assertThat(reading.source().status().position()).isNotNull();
    }
  }

  private static boolean isSmall(long bytes) {
    return bytes >= 0 && bytes < 500_000;
  }

  @Test
  void theCurrentVersionComesOutOfTheStream(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "drain");
    database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    PostgresOptions options = database.options(dir);
    try (Reading reading = Reading.load(options, TestDatabase.needs("t"));
        PostgresCatalog catalog = new PostgresCatalog(options)) {
      reading.awaitLoaded();
      database.execute("INSERT INTO t VALUES (1)");
      Version current = catalog.currentVersion();
      reading.awaitThat(all -> all.stream().anyMatch(t -> t.version().equals(current)));
      assertThat(reading.awaitStreamed(1).get(0).version()).isLessThan(current);
    }
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
  void aTransactionOverTheLimitsFlowsInPartsThatEndInTheSameVersion(
      PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "parts");
    database.execute("CREATE TABLE t (id int PRIMARY KEY, name text)");
    PostgresOptions options = database.options(dir);
    PostgresOptions small = withTransaction(options, 100);
    SourcePosition loaded;
    List<Transaction> parts;
    try (Reading reading = Reading.load(small, TestDatabase.needs("t"))) {
      reading.awaitLoaded();
      reading.stopAcknowledging();
      loaded = reading.durable().orElseThrow();
      database.execute(
          "BEGIN; INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 1000) i;"
              + " UPDATE t SET name = NULL WHERE id <= 30; DELETE FROM t WHERE id <= 20; COMMIT");
      parts = reading.awaitStreamed(11);
    }
    List<Transaction> whole = resumed(options, loaded, 1);
    assertThat(parts).hasSize(11);
    assertThat(parts.stream().flatMap(part -> part.changes().stream()).toList())
        .isEqualTo(whole.get(0).changes());
    assertThat(parts.get(10).version()).isEqualTo(whole.get(0).version());
    assertThat(parts.get(10).position()).isEqualTo(whole.get(0).position());
    assertThat(parts.subList(0, 10)).allMatch(part -> part.position() == null);
    assertThat(parts.get(3).version().ordinal()).isEqualTo(400);
  }

  private static PostgresOptions withTransaction(PostgresOptions options, int changes) {
    return new PostgresOptions(
        options.host(),
        options.port(),
        options.database(),
        options.user(),
        options.password(),
        options.tls(),
        options.slot(),
        options.publication(),
        options.epoch(),
        options.limits().withTransaction(changes, 1 << 20),
        options.spillDir(),
        options.debezium());
  }
}
