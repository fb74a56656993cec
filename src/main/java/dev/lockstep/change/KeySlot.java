package dev.lockstep.change;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Who stands at one row key while a transaction is followed. Mostly that is one row. Where the key
 * is deferrable, several may stand there for a while: {@code UPDATE t SET id = id + 1} lets row 1
 * arrive at key 2 before row 2 has left it.
 *
 * <p>Events name a row by its key alone, so when several stand there, the one that an event means
 * is found by what is known of its content; failing that, a row that moves on is the one that was
 * there first, and a row that is deleted or updated is the one that came last.
 */
final class KeySlot {
  private final RowKey key;
  private final boolean deferrable;
  private final Deque<LiveRow> arrived = new ArrayDeque<>(1);
  private @Nullable LiveRow original;
  private @Nullable LiveRow ghost;
  private @Nullable Row before;
  private long ghostSuccessor;
  private boolean movedIn;

  private KeySlot(RowKey key, boolean deferrable) {
    this.key = key;
    this.deferrable = deferrable;
  }

  /** A key at which a row may stand already. */
  static KeySlot occupied(RowKey key, boolean deferrable) {
    KeySlot slot = new KeySlot(key, deferrable);
    slot.original = LiveRow.original(key);
    return slot;
  }

  /** A key at which no row stands. */
  static KeySlot empty(RowKey key, boolean deferrable) {
    return new KeySlot(key, deferrable);
  }

  /**
   * A key at which an earlier part of the transaction has put a row while another may still have
   * stood there.
   *
   * @param contentHash of the row that arrived
   */
  static KeySlot haunted(RowKey key, long contentHash) {
    KeySlot slot = occupied(key, true);
    slot.ghost = LiveRow.ghost();
    slot.ghostSuccessor = contentHash;
    return slot;
  }

  /** A row arrives. */
  void arrive(LiveRow row, boolean byMove) {
    if (!deferrable && arrived.isEmpty()) {
      original = null;
    }
    movedIn |= byMove;
    arrived.addLast(row);
  }

  /** A row stays and changes. */
  void update(@Nullable Row beforeImage, Row after) {
    LiveRow row = newest(beforeImage);
    if (row == null) {
      row = LiveRow.original(key);
      original = row;
    }
    noteBefore(row, beforeImage);
    row.become(after);
  }

  /** A row is deleted. */
  void delete(Row beforeImage) {
    LiveRow row = newest(beforeImage);
    if (row != null) {
      noteBefore(row, beforeImage);
      remove(row);
    }
  }

  /** A row leaves for another key; it takes its new state with it. */
  LiveRow leave(Row beforeImage, Row after) {
    LiveRow row = oldest(beforeImage.knowsMoreThanKey() ? beforeImage : after);
    if (row == null) {
      row = LiveRow.original(key);
    }
    noteBefore(row, beforeImage);
    remove(row);
    row.become(after);
    return row;
  }

  private @Nullable LiveRow newest(@Nullable Row evidence) {
    if (evidence != null && isCrowded() && evidence.knowsMoreThanKey()) {
      return oldest(evidence);
    }
    LiveRow last = arrived.peekLast();
    if (last != null) {
      return last;
    }
    return original != null ? original : ghost;
  }

  private @Nullable LiveRow oldest(Row evidence) {
    LiveRow alike = isCrowded() ? alike(evidence) : null;
    return alike != null ? alike : first();
  }

  private boolean isCrowded() {
    return deferrable && (ghost != null || !arrived.isEmpty());
  }

  /**
   * @throws UnnettableException if it may be either of two rows that are alike: the one that
   *     arrived in an earlier part, or one that stood here before it
   */
  private @Nullable LiveRow alike(Row evidence) {
    for (LiveRow row : arrived) {
      if (row.resembles(evidence)) {
        return row;
      }
    }
    LiveRow here = original;
    if (here != null && ghost != null && ContentHash.of(evidence) == ghostSuccessor) {
      throw new UnnettableException(
          "in a transaction that flows in parts, a row of "
              + key.table()
              + " took a key that another may not have left, and a later part takes a row like it"
              + " away from there");
    }
    return here != null && here.resembles(evidence) ? here : null;
  }

  private @Nullable LiveRow first() {
    if (ghost != null) {
      return ghost;
    }
    return original != null ? original : arrived.peekFirst();
  }

  private void remove(LiveRow row) {
    if (row == ghost) {
      ghost = null;
    } else if (row == original) {
      original = null;
    } else {
      arrived.remove(row);
    }
  }

  private void noteBefore(LiveRow row, @Nullable Row beforeImage) {
    if (beforeImage == null) {
      return;
    }
    // Later images are as good as the first: what they know is what no update has touched.
    if (row == original && before == null) {
      before = beforeImage;
    }
    if (beforeImage.knowsMoreThanKey()) {
      row.learn(beforeImage);
    }
  }

  /**
   * What happened to this key in the end; absent if nothing did.
   *
   * @throws UnnettableException if that cannot be told
   */
  @Nullable RowChange outcome(boolean wasEmpty) {
    LiveRow last = arrived.isEmpty() ? original : arrived.peekLast();
    Row after = last == null ? null : last.state();
    if (after == null && (last != null || wasEmpty)) {
      return null;
    }
    if (last != null && last.isLost()) {
      throw new UnnettableException(
          "in a transaction that flows in parts, a row of "
              + key.table()
              + " left a key that another had taken, and the source did not send all of it");
    }
    RowKey origin = last == null ? null : last.origin();
    RowKey movedFrom = key.equals(origin) ? null : origin;
    return new RowChange(key, before, after, movedFrom, last != null && last.isInserted());
  }

  /** What is known of the row that stands here in the end. */
  @Nullable Row content() {
    LiveRow last = arrived.isEmpty() ? original : arrived.peekLast();
    return last == null ? null : last.state();
  }

  /** Whether a row stands here while an older one may not have left yet. */
  boolean mayHoldOlderRow() {
    boolean crowdedNow = deferrable && movedIn && original != null && !arrived.isEmpty();
    return crowdedNow || (ghost != null && (original != null || !arrived.isEmpty()));
  }

  /** Whether an earlier part left this key in doubt. */
  boolean wasHaunted() {
    return ghostSuccessor != 0;
  }
}
