package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Transaction.Kind;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.postgres.SharedServer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What passes is waited out; what does not is said clearly. */
@ResourceLock(SharedMysql.LOCK)
@ResourceLock(SharedServer.LOCK)
class FaultsTest {
  private static final String TABLE = "CREATE TABLE t (id int PRIMARY KEY)";

  @OnBothDatabases
  void aKilledConnectionIsMadeAgainAndNothingIsLost(SourceUnderTest source) throws Exception {
    source.execute(TABLE);
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      for (int i = 1; i <= 3; i++) {
        source.execute("INSERT INTO t VALUES (" + i + ")");
        source.cutReader();
        int count = i;
        reading.awaitThat(
            all ->
                Reading.streamed(all).stream().map(t -> t.version()).distinct().count() == count);
      }
      reading.awaitThat(all -> reading.source().status().restarts() > 0);
    }
  }

  @OnBothDatabases
  void aServerThatStopsAndStartsIsWaitedFor(SourceUnderTest source) throws Exception {
    source.execute(TABLE);
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      source.stopServer();
      reading.awaitThat(all -> reading.source().status().fault() != null);
      assertThat(reading.source().status().connected()).isFalse();
      source.startServer();
      source.execute("INSERT INTO t VALUES (1)");
      reading.awaitStreamed(1);
      reading.awaitThat(all -> reading.source().status().fault() == null);
    } finally {
      source.startServer();
    }
  }

  @OnBothDatabases
  void aLoadThatIsCutOffBeginsAnew(SourceUnderTest source) throws Exception {
    source.execute(TABLE, "INSERT INTO t SELECT i FROM " + source.numbers(30_000));
    try (Reading reading = source.load("t")) {
      reading.awaitThat(all -> !all.isEmpty());
      source.cutAll();
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

  /** Its slot, or its history of shapes, is what a process goes on with that starts after it. */
  @OnBothDatabases
  void aLoadThatWasTakenIsNotBegunAgainBeforeItIsDurable(SourceUnderTest source) throws Exception {
    source.execute(TABLE, "INSERT INTO t VALUES (1)");
    Reading first = Reading.unacknowledged(source.source(source.needs("t")));
    try (Reading reading = first) {
      Transaction loaded = reading.awaitLoaded().get(0);
      source.execute("INSERT INTO t VALUES (2)");
      reading.awaitStreamed(1);
      source.cutReader();
      reading.awaitThat(all -> reading.source().status().restarts() > 0);
      reading.awaitAsked();
      reading.acknowledge(Objects.requireNonNull(loaded.position()));
      reading.awaitStreamed(2);
      assertThat(reading.transactions().stream().map(Transaction::kind))
          .containsExactly(Kind.SNAPSHOT_END, Kind.STREAM, Kind.STREAM);
    }
    try (Reading reading = source.resume(first.durable().orElseThrow(), "t")) {
      source.execute("INSERT INTO t VALUES (3)");
      reading.awaitStreamed(1);
    }
  }

  @OnBothDatabases
  void wrongCredentialsAndMissingRightsAreFatal(SourceUnderTest source) throws Exception {
    source.execute(TABLE);
    source.createUser("guarded", "right");
    assertThat(problem(source.as("guarded", "wrong")).code()).isEqualTo("SOURCE-LOGIN-REFUSED");
    assertThat(problem(source.as("guarded", "right")).code()).isEqualTo("SOURCE-PERMISSION");
    assertThat(problem(source.named("nowhere")).code()).isEqualTo("SOURCE-DATABASE-MISSING");
  }

  private static Problem problem(SourceUnderTest source) throws Exception {
    try (Reading reading = source.load("t")) {
      return reading.awaitProblem();
    }
  }

  @OnBothDatabases
  void aKeyColumnThatIsDroppedIsFatal(SourceUnderTest source) throws Exception {
    source.execute("CREATE TABLE k (a int NOT NULL, b int)");
    source.logWholeRows("k");
    TableNeeds byColumn = new TableNeeds(List.of(), List.of(), List.of("a"));
    DebeziumSource reader = source.source(Map.of(source.table("k"), byColumn));
    try (Reading reading = Reading.load(reader)) {
      reading.awaitLoaded();
      source.execute("ALTER TABLE k DROP COLUMN a", "INSERT INTO k VALUES (1)");
      assertThat(reading.awaitProblem().code()).isEqualTo("KEY-COLUMN-MISSING");
    }
  }

  @OnBothDatabases
  void aSourceClosesWhileThePipelineIsFull(SourceUnderTest source) throws Exception {
    source.execute(TABLE, "INSERT INTO t VALUES (1)");
    Reading reading = Reading.blocked(source.source(source.needs("t")));
    reading.awaitBlocked();
    reading.close();
    reading.awaitOver();
    assertThat(reading.failed()).isFalse();
  }
}
