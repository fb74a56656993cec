package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.RowLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads rows: by key, and by walking rows or index entries in their order. */
final class RowReader implements RowLookup {
  private static final int ROWS_PER_READ = 100;

  private final ByteReads bytes;
  private final Supplier<Catalog> catalog;
  private final Truncations truncations;

  /** When a table was last truncated, as far as a reader is to know; null if never. */
  interface Truncations {
    @Nullable Version of(StoredTable table);
  }

  RowReader(ByteReads bytes, Supplier<Catalog> catalog, Truncations truncations) {
    this.bytes = bytes;
    this.catalog = catalog;
    this.truncations = truncations;
  }

  @Override
  public @Nullable KeptRow get(RowKey key) {
    StoredTable table = catalog.get().require(key.table());
    return visible(table, bytes.get(Space.ROWS, Keys.row(table.number(), key.values())));
  }

  private @Nullable KeptRow visible(StoredTable table, byte @Nullable [] image) {
    StoredRow stored = RowCodec.decode(table, image);
    if (stored == null || !stored.isVisible(truncations.of(table))) {
      return null;
    }
    Row row = stored.row();
    return row == null ? null : new KeptRow(row, stored.version());
  }

  @Override
  public Optional<RowKey> children(
      TableId id,
      int index,
      List<? extends @Nullable Object> values,
      @Nullable RowKey after,
      int limit,
      Consumer<KeptRow> each) {
    StoredTable table = catalog.get().require(id);
    WalkedIndex walk = table.walk(index);
    if (values.size() != walk.columns().size()) {
      throw new IllegalArgumentException(
          values.size() + " values for an index on " + walk.columns());
    }
    if (!WalkedIndex.isIndexed(values)) {
      return Optional.empty();
    }
    if (walk.isClustered()) {
      return walkRows(table, Keys.row(table.number(), values), after, limit, each);
    }
    return walkLinks(table, Keys.link(walk.number(), values), after, limit, each);
  }

  @Override
  public Optional<RowKey> rows(
      TableId id, @Nullable RowKey after, int limit, Consumer<KeptRow> each) {
    StoredTable table = catalog.get().require(id);
    return walkRows(table, Keys.table(table.number()), after, limit, each);
  }

  private Optional<RowKey> walkRows(
      StoredTable table, byte[] prefix, @Nullable RowKey after, int limit, Consumer<KeptRow> each) {
    byte[] from = Keys.isTable(prefix) ? Keys.after(prefix) : prefix;
    if (after != null) {
      from = Keys.after(Keys.row(table.number(), after.values()));
    }
    Slice slice = new Slice(limit, each);
    try (ByteReads.Cursor cursor = bytes.scan(Space.ROWS, from, Keys.afterPrefix(prefix))) {
      while (slice.isOpen() && cursor.next()) {
        slice.offer(visible(table, cursor.value()));
      }
    }
    return slice.resume();
  }

  private Optional<RowKey> walkLinks(
      StoredTable table, byte[] prefix, @Nullable RowKey after, int limit, Consumer<KeptRow> each) {
    byte[] from =
        after == null
            ? prefix
            : Keys.after(Keys.link(prefix, Keys.row(table.number(), after.values())));
    Slice slice = new Slice(limit, each);
    try (ByteReads.Cursor cursor = bytes.scan(Space.LINKS, from, Keys.afterPrefix(prefix))) {
      List<byte[]> keys = linkedRows(table, cursor, prefix.length, slice.remaining());
      while (!keys.isEmpty()) {
        bytes.getAll(Space.ROWS, keys).forEach(image -> slice.offer(visible(table, image)));
        keys = linkedRows(table, cursor, prefix.length, slice.remaining());
      }
    }
    return slice.resume();
  }

  /** The keys of the next rows that index entries lead to, to be read together. */
  private static List<byte[]> linkedRows(
      StoredTable table, ByteReads.Cursor cursor, int prefixLength, int limit) {
    byte[] number = Keys.table(table.number());
    List<byte[]> keys = new ArrayList<>();
    while (keys.size() < Math.min(limit, ROWS_PER_READ) && cursor.next()) {
      keys.add(Keys.linkedRow(cursor.key(), prefixLength, number));
    }
    return keys;
  }

  /** Hands rows over until a limit is reached. */
  private static final class Slice {
    private final int limit;
    private final Consumer<KeptRow> each;
    private int count;
    private @Nullable KeptRow last;

    Slice(int limit, Consumer<KeptRow> each) {
      this.limit = limit;
      this.each = each;
    }

    boolean isOpen() {
      return count < limit;
    }

    int remaining() {
      return limit - count;
    }

    void offer(@Nullable KeptRow row) {
      if (row != null) {
        count++;
        last = row;
        each.accept(row);
      }
    }

    Optional<RowKey> resume() {
      return isOpen() || last == null ? Optional.empty() : Optional.of(last.row().key());
    }
  }
}
