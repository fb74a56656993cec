package dev.lockstep.rowstore;

import dev.lockstep.change.Version;
import java.util.HashMap;
import java.util.Map;

/**
 * A view over a snapshot of the bytes. With the bytes it takes what lies beside them in memory:
 * which tables are kept, and when each was last truncated. The shapes need not be taken: a table
 * only ever gets more of them.
 */
final class SnapshotView extends ReaderBacked implements RowView {
  private final ByteSnapshot bytes;
  private final RowReader reader;

  SnapshotView(ByteSnapshot bytes, Catalog catalog) {
    this.bytes = bytes;
    this.reader = new RowReader(bytes, () -> catalog, truncations(catalog)::get);
  }

  private static Map<StoredTable, Version> truncations(Catalog catalog) {
    Map<StoredTable, Version> truncations = new HashMap<>();
    for (StoredTable table : catalog.tables()) {
      Version truncated = table.truncated();
      if (truncated != null) {
        truncations.put(table, truncated);
      }
    }
    return truncations;
  }

  @Override
  RowReader reader() {
    return reader;
  }

  @Override
  public void close() {
    bytes.close();
  }
}
