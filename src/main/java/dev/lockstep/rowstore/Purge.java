package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.Version;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives up what only replay and undoing need. History goes as one range; tombstones are found
 * through {@link Space#REMOVALS}, so that the cost is one of removals and not of changes; the rows
 * of truncated tables are looked for a bounded number at a time.
 */
final class Purge {
  private static final int REMOVALS_PER_BATCH = 1_000;

  private final ByteStore store;
  private final Catalog catalog;
  private final int sweptRows;
  private final Map<Integer, byte[]> sweptUpTo = new HashMap<>();

  /**
   * @param sweptRows the most rows to look at in one {@link #sweep}
   */
  Purge(ByteStore store, Catalog catalog, int sweptRows) {
    this.store = store;
    this.catalog = catalog;
    this.sweptRows = sweptRows;
  }

  /** Forgets tombstones and earlier states up to a version. */
  void forget(@Nullable Version purged, Version upTo) {
    byte[] end = Keys.afterVersion(upTo);
    while (forgetRemovals(end, upTo)) {
      // Slice by slice, each in a batch of its own.
    }
    try (ByteStore.Batch batch = store.batch()) {
      batch.deleteRange(
          Space.HISTORY, purged == null ? Keys.FIRST : Keys.history(purged, Keys.FIRST), end);
      Meta.putVersion(batch, Meta.PURGED, upTo);
      batch.commit();
    }
  }

  private boolean forgetRemovals(byte[] end, Version upTo) {
    int count = 0;
    try (ByteReads.Cursor cursor = store.scan(Space.REMOVALS, Keys.FIRST, end);
        ByteStore.Batch batch = store.batch()) {
      while (count < REMOVALS_PER_BATCH && cursor.next()) {
        forgetRemoval(batch, cursor.key(), upTo);
        count++;
      }
      batch.commit();
    }
    return count == REMOVALS_PER_BATCH;
  }

  private void forgetRemoval(ByteStore.Batch batch, byte[] removal, Version upTo) {
    byte[] key = Keys.historyRow(removal);
    batch.delete(Space.REMOVALS, removal);
    if (Keys.isTable(key)) {
      startSweep(batch, Keys.tableOf(key), Keys.historyVersion(removal));
    } else if (isTombstoneUpTo(store.get(Space.ROWS, key), upTo)) {
      batch.delete(Space.ROWS, key);
    }
  }

  private static boolean isTombstoneUpTo(byte @Nullable [] stored, Version upTo) {
    return stored != null
        && RowCodec.isTombstone(stored)
        && !RowCodec.version(stored).isAfter(upTo);
  }

  private void startSweep(ByteStore.Batch batch, int table, Version below) {
    if (catalog.find(table) != null) {
      Meta.putSweep(batch, table, below);
      sweptUpTo.remove(table);
    }
  }

  /** Looks at some rows of truncated tables and removes what the truncation hides. */
  void sweep(Meta meta) {
    int budget = sweptRows;
    for (StoredTable table : catalog.tables()) {
      Version below = budget > 0 ? meta.sweep(table.number()) : null;
      if (below != null) {
        budget -= sweep(table, below, budget);
      }
    }
  }

  private int sweep(StoredTable table, Version below, int budget) {
    byte[] prefix = Keys.table(table.number());
    byte[] from = Keys.after(sweptUpTo.getOrDefault(table.number(), prefix));
    int count = 0;
    try (ByteReads.Cursor cursor = store.scan(Space.ROWS, from, Keys.afterPrefix(prefix));
        ByteStore.Batch batch = store.batch()) {
      while (count < budget && cursor.next()) {
        sweepRow(batch, table, below, cursor);
        count++;
        sweptUpTo.put(table.number(), cursor.key());
      }
      if (count < budget) {
        Meta.deleteSweep(batch, table.number());
        sweptUpTo.remove(table.number());
      }
      batch.commit();
    }
    return count;
  }

  private static void sweepRow(
      ByteStore.Batch batch, StoredTable table, Version below, ByteReads.Cursor cursor) {
    byte[] value = cursor.value();
    if (!below.isAfter(RowCodec.version(value))) {
      return;
    }
    StoredRow stored = RowCodec.decode(table, value);
    Row row = stored == null ? null : stored.row();
    Links.replace(batch, table.linked(), cursor.key(), row, null);
    batch.delete(Space.ROWS, cursor.key());
  }
}
