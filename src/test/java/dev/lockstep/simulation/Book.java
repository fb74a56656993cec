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
import java.util.function.Predicate;

/** The real ledger between the source and the applier. */
final class Book {
  private static final Change SOME_CHANGE = new Change.Truncate(new TableId("simulated", "t"));

  private final Ledger ledger;
  private final Predicate<Flaw> flaws;
  private final Consumer<Checkpoint> checkpoint;
  private Optional<Ledger.Entry> newest = Optional.empty();

  /**
   * @param flaws which of them the book has
   * @param checkpoint told how far all is settled
   */
  Book(Optional<Checkpoint> resumed, Predicate<Flaw> flaws, Consumer<Checkpoint> checkpoint) {
    this.ledger = new Ledger(resumed);
    this.flaws = flaws;
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
    newest = ledger.register(new Transaction(kind, version, 1, changes, position, 1));
    return newest.map(entry -> new Line(entry));
  }

  /** The submission of the newest transaction broke off. */
  void abandon() {
    Ledger.Entry entry = newest.orElseThrow();
    if (flaws.test(Flaw.FORGOTTEN_BREAK)) {
      ledger.settled(entry);
    } else {
      ledger.abandoned(entry);
    }
    ledger.checkpoint().ifPresent(checkpoint);
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
      if (flaws.test(Flaw.EAGER_CHECKPOINT)) {
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
