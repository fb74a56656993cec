package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.WaitingChanges;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Assertions;

/** While nobody reads the log, the source says which tables' changes wait in it, and keeps them. */
class WaitingChangesTest {
  private static final int MOST = 1_000;

  @OnBothDatabases
  void whatWaitsIsToldByTableAndIsNotTakenOutOfTheLog(SourceUnderTest source) throws Exception {
    source.execute(
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE TABLE u (id int PRIMARY KEY)",
        "CREATE TABLE other (id int PRIMARY KEY)");
    Checkpoint last;
    try (Reading reading = source.load("t", "u")) {
      reading.awaitLoaded();
      reading.stopAcknowledging();
      source.execute("INSERT INTO t VALUES (1)", "INSERT INTO u VALUES (1)");
      last = checkpoint(reading.awaitStreamed(2).get(1));
    }
    try (SourceCatalog catalog = source.catalog()) {
      assertThat(waiting(source, catalog, last)).isEmpty();
      source.execute("INSERT INTO other VALUES (1)");
      assertThat(waiting(source, catalog, last)).isEmpty();
      source.execute("UPDATE u SET id = 2");
      assertThat(waiting(source, catalog, last)).containsExactly(source.table("u"));
      source.execute("TRUNCATE TABLE t");
      assertThat(waiting(source, catalog, last))
          .containsExactlyInAnyOrder(source.table("t"), source.table("u"));
      assertThat(catalog.waiting(last, catalog.marker(), tables(source), 1))
          .isNotEqualTo(new WaitingChanges.Of(Set.of()));
    }
    try (Reading reading = source.resume(last.position(), "t", "u")) {
      assertThat(reading.awaitStreamed(2)).hasSize(2);
    }
  }

  private static Checkpoint checkpoint(Transaction transaction) {
    SourcePosition position = Objects.requireNonNull(transaction.position());
    return new Checkpoint(position, transaction.version(), transaction.commitMicros());
  }

  private static Collection<TableId> tables(SourceUnderTest source) {
    return List.of(source.table("t"), source.table("u"));
  }

  private static Collection<TableId> waiting(
      SourceUnderTest source, SourceCatalog catalog, Checkpoint last) {
    WaitingChanges waiting = catalog.waiting(last, catalog.marker(), tables(source), MOST);
    return Assertions.assertInstanceOf(WaitingChanges.Of.class, waiting).tables();
  }
}
