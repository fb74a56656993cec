package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.Version;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Undoes transactions, newest first, from what {@link Space#HISTORY} holds. A slice of it is one
 * batch that also sets the position: a crash in between leaves the rest of the history, from which
 * the next attempt goes on.
 */
final class Rewind {
  private static final int STATES_PER_BATCH = 1_000;

  private final ByteStore store;
  private final Catalog catalog;
  private final Version target;

  /** What the slice has restored and not yet written; an absent row is empty. */
  private final Map<Slot.Key, byte[]> restored = new HashMap<>();

  Rewind(ByteStore store, Catalog catalog, Version target) {
    this.store = store;
    this.catalog = catalog;
    this.target = target;
  }

  void run() {
    while (undoSlice()) {
      restored.clear();
    }
  }

  private boolean undoSlice() {
    int count = 0;
    try (ByteReads.Cursor cursor =
            store.scanBack(Space.HISTORY, Keys.afterVersion(target), Keys.AFTER_VERSIONS);
        ByteStore.Batch batch = store.batch()) {
      while (count < STATES_PER_BATCH && cursor.next()) {
        undo(batch, cursor.key(), HistoryCodec.image(cursor.value()));
        count++;
      }
      catalog.tables().forEach(table -> table.saveTo(batch));
      Meta.putVersion(batch, Meta.POSITION, target);
      batch.commit();
    }
    return count == STATES_PER_BATCH;
  }

  private void undo(ByteStore.Batch batch, byte[] historyKey, byte[] image) {
    byte[] key = Keys.historyRow(historyKey);
    batch.delete(Space.HISTORY, historyKey);
    batch.delete(Space.REMOVALS, historyKey);
    StoredTable table = catalog.find(Keys.tableOf(key));
    if (table == null) {
      return;
    }
    byte[] current = restored.put(new Slot.Key(key), image);
    if (current == null) {
      current = store.get(Space.ROWS, key);
    }
    if (Keys.isTable(key)) {
      undoTruncation(table, current, image);
    } else {
      undoRow(batch, table, key, RowCodec.decode(table, current), RowCodec.decode(table, image));
    }
    restore(batch, key, image);
  }

  private static void undoTruncation(StoredTable table, byte @Nullable [] current, byte[] earlier) {
    table.setTruncated(earlier.length == 0 ? null : RowCodec.version(earlier));
    table.setRows(table.rows() + (current == null ? 0 : RowCodec.truncatedRows(current)));
  }

  private static void undoRow(
      ByteStore.Batch batch,
      StoredTable table,
      byte[] key,
      @Nullable StoredRow current,
      @Nullable StoredRow earlier) {
    Links.replace(batch, table.linked(), key, rowOf(current), rowOf(earlier));
    int gained = (table.isVisible(earlier) ? 1 : 0) - (table.isVisible(current) ? 1 : 0);
    table.setRows(table.rows() + gained);
  }

  private static @Nullable Row rowOf(@Nullable StoredRow stored) {
    return stored == null ? null : stored.row();
  }

  private static void restore(ByteStore.Batch batch, byte[] key, byte[] image) {
    if (image.length == 0) {
      batch.delete(Space.ROWS, key);
    } else {
      batch.put(Space.ROWS, key, image);
    }
  }
}
