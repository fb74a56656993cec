package dev.lockstep.simulation;

import dev.lockstep.apply.Acknowledgement;
import dev.lockstep.change.Change;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.Ledger;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The real ledger between the source and the applier. */
final class Book {
  private static final Change SOME_CHANGE = new Change.Truncate(new TableId("simulated", "t"));

  private final Ledger ledger;
  private final boolean eager;
  private final Consumer<Checkpoint> checkpoint;

  /**
   * @param eager whether an acknowledgement is enough
   * @param checkpoint told how far all is settled
   */
  Book(Optional<Checkpoint> resumed, boolean eager, Consumer<Checkpoint> checkpoint) {
    this.ledger = new Ledger(resumed);
    this.eager = eager;
    this.checkpoint = checkpoint;
  }

  /**
   * Registers a transaction of so many writes.
   *
   * @return empty if it is settled already and must be dropped
   */
  Optional<Acknowledgement> track(Transaction.Kind kind, int number, Version version, int writes) {
    boolean whole = kind != Transaction.Kind.SNAPSHOT;
    SourcePosition position = whole ? new SourcePosition(Integer.toString(number)) : null;
    List<Change> changes = Collections.nCopies(writes, SOME_CHANGE);
    return ledger
        .register(new Transaction(kind, version, 1, changes, position, 1))
        .map(entry -> new Line(entry));
  }

  /** The transaction that a checkpoint covers last. */
  static int number(Checkpoint checkpoint) {
    return Integer.parseInt(checkpoint.position().text());
  }

  private final class Line implements Acknowledgement {
    private final Ledger.Entry entry;
    private int calls;

    Line(Ledger.Entry entry) {
      this.entry = entry;
    }

    @Override
    public void acknowledged() {
      require(calls++ == 0, "acknowledged twice, or after it was settled");
      ledger.acknowledged(entry);
      if (eager) {
        settle();
      }
    }

    @Override
    public void settled() {
      require(calls++ == 1, "settled before its acknowledgement, or twice");
      settle();
    }

    private void settle() {
      ledger.settled(entry);
      ledger.checkpoint().ifPresent(checkpoint);
    }

    private void require(boolean holds, String what) {
      if (!holds) {
        throw new AssertionError("transaction " + entry.version() + ": " + what);
      }
    }
  }
}
