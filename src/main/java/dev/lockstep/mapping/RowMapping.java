package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import dev.lockstep.item.ItemKey;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row, for one item type: which item stood for the row before, which one stands
 * for it now, and the writes that lead from one to the other.
 */
final class RowMapping {
  private final BoundItem item;
  private final BoundItem earlier;
  private final RowChange change;
  private final boolean streaming;
  private final WriteSet writes;
  private boolean anyBad;

  /**
   * @param item bound to the schema of the state after the change
   * @param earlier the same item type, bound to the schema of the state before
   */
  RowMapping(
      BoundItem item, BoundItem earlier, RowChange change, boolean streaming, WriteSet writes) {
    this.item = item;
    this.earlier = earlier;
    this.change = change;
    this.streaming = streaming;
    this.writes = writes;
  }

  void map() {
    Row after = change.after();
    if (after == null) {
      removeOld(null);
      mapped(null);
      return;
    }
    boolean accepted;
    try {
      accepted = item.accepts(after);
    } catch (BadValueException e) {
      undecided(after, e);
      return;
    }
    ItemKey shown = accepted ? show(after) : null;
    removeOld(shown);
    mapped(shown);
  }

  /** Nobody knows whether the item is to go; if it stays, it is under the key of this state. */
  private void undecided(Row after, BadValueException why) {
    ItemKey key = keyIfValid(after);
    bad(key, why);
    removeOld(key);
  }

  private @Nullable ItemKey keyIfValid(Row after) {
    try {
      return item.key(after);
    } catch (BadValueException e) {
      return null;
    }
  }

  /** Writes the item of the new state; its key is null if the state gives none. */
  private @Nullable ItemKey show(Row after) {
    ItemKey key;
    try {
      key = item.key(after);
    } catch (BadValueException e) {
      bad(null, e);
      return null;
    }
    try {
      write(after, key);
    } catch (BadValueException e) {
      bad(key, e);
    }
    return key;
  }

  private void write(Row after, ItemKey key) {
    if (item.isComplete(after)) {
      writes.put(item.plan(), change.key(), item.item(after, key));
      return;
    }
    if (!surelyHadItem()) {
      throw BoundItem.unsent("the item");
    }
    RowKey origin = change.movedFrom();
    if (isStale(change.key()) || (origin != null && isStale(origin))) {
      throw sentInPart();
    }
    ItemKey from = origin == null ? key : item.key(Bindings.stub(origin, after.schema()));
    if (from.equals(key)) {
      writes.patch(item.plan(), change.key(), key, item.known(after));
    } else {
      writes.move(item.plan(), change.key(), from, key, item.known(after));
    }
  }

  private boolean isStale(RowKey row) {
    return writes.isStale(item.plan(), row);
  }

  private static BadValueException sentInPart() {
    return new BadValueException(
        "ROW-SENT-IN-PART",
        "the source left out large values that did not change, and the item does not have them,"
            + " because an earlier state of the row was set aside",
        "Run 'lockstep dead-letters replay', which reads the whole row; with REPLICA IDENTITY FULL"
            + " the source leaves nothing out.");
  }

  /** What is not known can be taken from the old item only where there certainly was one. */
  private boolean surelyHadItem() {
    return !item.hasWhere() && !change.inserted() && item.plan().keyFromRowKey();
  }

  private void removeOld(@Nullable ItemKey shown) {
    if (!streaming) {
      return;
    }
    try {
      ItemKey old = oldKey();
      if (old != null && !old.equals(shown)) {
        writes.delete(item.plan(), change.key(), old);
      }
    } catch (BadValueException e) {
      bad(null, e);
    }
  }

  /** The key of the item that may have stood for the state before; null if there was none. */
  private @Nullable ItemKey oldKey() {
    Row before = change.before();
    if (before != null) {
      return earlier.surelyRejects(before) ? null : validKey(earlier, before);
    }
    Row after = change.after();
    if (after == null || change.inserted()) {
      return null;
    }
    if (item.plan().keyFromRowKey()) {
      return validKey(item, after);
    }
    if (change.movedFrom() == null) {
      throw noBeforeImage();
    }
    return null;
  }

  private static BadValueException noBeforeImage() {
    return new BadValueException(
        "BEFORE-IMAGE-MISSING",
        "the source did not send the row's earlier state, so its old item cannot be found",
        "ALTER TABLE … REPLICA IDENTITY FULL, and reload the table.");
  }

  private static @Nullable ItemKey validKey(BoundItem item, Row state) {
    try {
      return item.key(state);
    } catch (BadValueException e) {
      return noItem(e);
    }
  }

  /**
   * A state that gave no valid key had no item.
   *
   * @param why it gave none
   * @throws BadValueException if it gave none only because not all of it was sent
   */
  static @Nullable ItemKey noItem(BadValueException why) {
    if (why.code().equals("VALUE-UNSENT")) {
      throw noBeforeImage();
    }
    return null;
  }

  private void mapped(@Nullable ItemKey key) {
    if (!anyBad) {
      writes.mapped(item.plan(), change.key(), key);
    }
  }

  private void bad(@Nullable ItemKey key, BadValueException why) {
    anyBad = true;
    writes.bad(item.plan(), change.key(), key, why);
  }
}
