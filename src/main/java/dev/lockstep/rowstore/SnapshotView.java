package dev.lockstep.rowstore;

import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A view over a snapshot of the bytes. With the bytes it takes what lies beside them in memory:
 * which tables are kept, and when each was last truncated. The shapes need not be taken: a table
 * only ever gets more of them.
 */
final class SnapshotView implements RowView {
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
  public @Nullable KeptRow get(RowKey key) {
    return reader.get(key);
  }

  @Override
  public Optional<RowKey> children(
      TableId table,
      int index,
      List<? extends @Nullable Object> values,
      @Nullable RowKey after,
      int limit,
      Consumer<KeptRow> each) {
    return reader.children(table, index, values, after, limit, each);
  }

  @Override
  public Optional<RowKey> rows(
      TableId table, @Nullable RowKey after, int limit, Consumer<KeptRow> each) {
    return reader.rows(table, after, limit, each);
  }

  @Override
  public void close() {
    bytes.close();
  }
}
