package dev.lockstep.simulation;

import dev.lockstep.apply.Acknowledgement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/** Follows submissions and tells how far all are settled. */
final class MiniLedger {
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final boolean eager;
  private final IntConsumer checkpoint;
  private boolean forgotten;

  /**
   * @param eager whether an acknowledgement is enough
   * @param checkpoint told the last transaction of the settled prefix
   */
  MiniLedger(boolean eager, IntConsumer checkpoint) {
    this.eager = eager;
    this.checkpoint = checkpoint;
  }

  Acknowledgement track(int transaction) {
    Entry entry = new Entry(transaction);
    entries.add(entry);
    return entry;
  }

  /**
   * Nothing that is settled from now on counts: the source repeats it, and older states of an item
   * may stand again for a while.
   */
  void forget() {
    forgotten = true;
  }

  private void advance() {
    while (!forgotten && !entries.isEmpty() && entries.peek().isDone(eager)) {
      checkpoint.accept(entries.remove().transaction);
    }
  }

  private final class Entry implements Acknowledgement {
    private final int transaction;
    private boolean acknowledged;
    private boolean settled;

    Entry(int transaction) {
      this.transaction = transaction;
    }

    boolean isDone(boolean early) {
      return early ? acknowledged : settled;
    }

    @Override
    public void acknowledged() {
      require(!acknowledged, "acknowledged twice");
      acknowledged = true;
      advance();
    }

    @Override
    public void settled() {
      require(acknowledged && !settled, "settled before its acknowledgement, or twice");
      settled = true;
      advance();
    }

    private void require(boolean holds, String what) {
      if (!holds) {
        throw new AssertionError("transaction " + transaction + ": " + what);
      }
    }
  }
}
