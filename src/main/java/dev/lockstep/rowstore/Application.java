package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.AppliedChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<Slot.Key, Slot> slots = new LinkedHashMap<>();

  Application(ByteStore store, Catalog catalog, Version version, Set<TableId> truncated) {
    this.store = store;
    this.catalog = catalog;
    this.version = version;
    this.truncated = truncated;
  }

  /** Reads, resolves, and notes what is to be written. */
  List<AppliedChange> resolve(Collection<RowChange> changes) {
    changes.forEach(this::readBefore);
    List<AppliedChange> applied = new ArrayList<>(changes.size());
    for (RowChange change : changes) {
      applied.add(resolve(change));
    }
    return applied;
  }

  /** Adds all writes but those of {@link Space#META} to a batch, and counts the tables' rows. */
  void write(ByteStore.Batch batch) {
    for (TableId id : truncated) {
      StoredTable table = catalog.find(id);
      if (table != null && isTruncation(table)) {
        truncate(batch, table);
      }
    }
    for (Slot slot : slots.values()) {
      if (slot.isWritten()) {
        writeSlot(batch, slot);
      }
    }
  }

  private void readBefore(RowChange change) {
    StoredTable table = catalog.find(change.key().table());
    if (table == null) {
      return;
    }
    Slot slot = slot(table, change.key());
    Row before = change.before();
    slot.supposeBefore(before == null ? null : table.project(before));
    if (change.movedFrom() != null) {
      slot(table, change.movedFrom());
    }
  }

  private Slot slot(StoredTable table, RowKey key) {
    byte[] bytes = Keys.row(table.number(), key.values());
    return slots.computeIfAbsent(new Slot.Key(bytes), absent -> read(table, bytes));
  }

  private Slot read(StoredTable table, byte[] key) {
    byte[] image = store.get(Space.ROWS, key);
    StoredRow stored = RowCodec.decode(table, image);
    boolean stale =
        (stored != null && stored.version().compareTo(version) >= 0)
            || table.isTruncatedAfter(version);
    Row before = stale ? historicRow(table, key) : visibleRow(table, stored);
    return new Slot(table, key, image, stored, stale, before);
  }

  private static @Nullable Row visibleRow(StoredTable table, @Nullable StoredRow stored) {
    return stored != null && table.isVisible(stored) ? stored.row() : null;
  }

  /** What stood under the key when this transaction was applied for the first time. */
  private @Nullable Row historicRow(StoredTable table, byte[] key) {
    byte[] entry = store.get(Space.HISTORY, Keys.history(version, key));
    if (entry == null || !HistoryCodec.wasVisible(entry)) {
      return null;
    }
    StoredRow historic = RowCodec.decode(table, HistoryCodec.image(entry));
    return historic == null ? null : historic.row();
  }

  private AppliedChange resolve(RowChange change) {
    StoredTable table = catalog.find(change.key().table());
    if (table == null) {
      return new AppliedChange(change.key(), change.before(), change.after());
    }
    Slot slot = slot(table, change.key());
    Row after = change.after();
    Row filled = after == null ? null : fill(table, slot, change, table.project(after));
    slot.leave(filled);
    return new AppliedChange(change.key(), slot.before(), filled);
  }

  private Row fill(StoredTable table, Slot slot, RowChange change, Row after) {
    if (!after.hasUnavailable()) {
      return after;
    }
    RowKey movedFrom = change.movedFrom();
    if (movedFrom != null) {
      return fillFrom(after, slot(table, movedFrom).before());
    }
    if (change.inserted() || truncated.contains(table.kept().table())) {
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
