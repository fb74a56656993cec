package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.AppliedChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies one transaction: first reads what stands under every key that it touches, or moves a row
 * away from, so that a key shift finds the rows as they were; then resolves the changes; then
 * writes all in one batch.
 */
final class Application {
  private final ByteStore store;
  private final Catalog catalog;
  private final Version version;
  private final Set<TableId> truncated;
  private final Slots slots;

  Application(ByteStore store, Catalog catalog, Version version, Set<TableId> truncated) {
    this.store = store;
    this.catalog = catalog;
    this.version = version;
    this.truncated = truncated;
    this.slots = new Slots(store, version);
  }

  /** Reads, resolves, and notes what is to be written. */
  List<AppliedChange> resolve(Collection<RowChange> changes) {
    List<Touch> touches = new ArrayList<>(changes.size());
    changes.forEach(change -> touches.add(touch(change)));
    slots.read();
    touches.forEach(this::supposeBefore);
    List<AppliedChange> applied = new ArrayList<>(changes.size());
    touches.forEach(touch -> applied.add(resolve(touch)));
    return applied;
  }

  /**
   * A change and the places of the row keys that it concerns.
   *
   * @param table null if it is not kept
   * @param place of the row key that it changes
   * @param origin the place of the row key that the row was under before; the same if it stayed
   */
  private record Touch(RowChange change, @Nullable StoredTable table, int place, int origin) {}

  private Touch touch(RowChange change) {
    StoredTable table = catalog.find(change.key().table());
    if (table == null) {
      return new Touch(change, null, 0, 0);
    }
    int place = slots.note(table, change.key());
    RowKey movedFrom = change.movedFrom();
    return new Touch(
        change, table, place, movedFrom == null ? place : slots.note(table, movedFrom));
  }

  private void supposeBefore(Touch touch) {
    Row before = touch.change().before();
    if (touch.table() != null && before != null) {
      slots.at(touch.place()).supposeBefore(touch.table().project(before));
    }
  }

  /** Adds all writes but those of {@link Space#META} to a batch, and counts the tables' rows. */
  void write(ByteStore.Batch batch) {
    for (TableId id : truncated) {
      StoredTable table = catalog.find(id);
      if (table != null && isTruncation(table)) {
        truncate(batch, table);
      }
    }
    for (Slot slot : slots.all()) {
      if (slot.isWritten()) {
        writeSlot(batch, slot);
      }
    }
  }

  private AppliedChange resolve(Touch touch) {
    RowChange change = touch.change();
    StoredTable table = touch.table();
    if (table == null) {
      return new AppliedChange(change.key(), change.before(), change.after());
    }
    Slot slot = slots.at(touch.place());
    Row after = change.after();
    Row filled = after == null ? null : fill(touch, slot, table.project(after));
    slot.leave(filled);
    return new AppliedChange(change.key(), slot.before(), filled);
  }

  private Row fill(Touch touch, Slot slot, Row after) {
    if (!after.hasUnavailable()) {
      return after;
    }
    if (touch.change().movedFrom() != null) {
      return fillFrom(after, slots.at(touch.origin()).before());
    }
    if (touch.change().inserted() || truncated.contains(after.table())) {
      return after;
    }
    Row filled = fillFrom(after, slot.before());
    return slot.isStale() ? fillFrom(filled, slot.storedRow()) : filled;
  }

  private static Row fillFrom(Row after, @Nullable Row earlier) {
    return earlier == null ? after : after.fillFrom(earlier);
  }

  private boolean isTruncation(StoredTable table) {
    Version last = table.truncated();
    return last == null || version.isAfter(last);
  }

  private void truncate(ByteStore.Batch batch, StoredTable table) {
    byte[] key = Keys.table(table.number());
    byte[] image = store.get(Space.ROWS, key);
    note(batch, key, HistoryCodec.encode(image == null ? RowCodec.ABSENT : image, false), true);
    batch.put(Space.ROWS, key, RowCodec.truncation(version, table.rows()));
    table.setTruncated(version);
    table.setRows(0);
  }

  private void note(ByteStore.Batch batch, byte[] key, byte[] entry, boolean removal) {
    byte[] historyKey = Keys.history(version, key);
    batch.put(Space.HISTORY, historyKey, entry);
    if (removal) {
      batch.put(Space.REMOVALS, historyKey, RowCodec.ABSENT);
    }
  }

  private void writeSlot(ByteStore.Batch batch, Slot slot) {
    StoredTable table = slot.table();
    Row after = slot.after();
    note(batch, slot.key(), slot.historyEntry(), after == null);
    Links.replace(batch, table.linked(), slot.key(), slot.storedRow(), after);
    if (after == null) {
      batch.put(Space.ROWS, slot.key(), RowCodec.tombstone(version));
    } else {
      batch.put(Space.ROWS, slot.key(), RowCodec.encode(version, table.shapeOf(after), after));
    }
    boolean counted = slot.wasVisible() && !truncated.contains(table.kept().table());
    table.setRows(table.rows() + (after == null ? 0 : 1) - (counted ? 1 : 0));
  }
}
