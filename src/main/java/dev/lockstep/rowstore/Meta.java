package dev.lockstep.rowstore;

import dev.lockstep.change.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the store knows about itself, as entries of {@link Space#META}. */
final class Meta {
  /** The greatest version that was applied or loaded. */
  static final byte[] POSITION = key("position");

  /** The version of the load that is going on. */
  static final byte[] LOADING = key("loading");

  /** Up to where history was purged. */
  static final byte[] PURGED = key("purged");

  /** Raised whenever an older program could not read what a newer one writes, or the reverse. */
  static final int FORMAT = 1;

  private static final byte[] FORMAT_KEY = key("format");
  private static final byte[] IDENTITY = key("identity");
  private static final byte[] NEXT_NUMBER = key("next");
  private static final byte[] TABLE = key("table/");
  private static final byte[] ROWS = key("rows/");
  private static final byte[] SWEEP = key("sweep/");

  private final ByteStore store;

  Meta(ByteStore store) {
    this.store = store;
  }

  private static byte[] key(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] key(byte[] name, int table) {
    return new ByteSink().putBytes(name).putInt(table).toByteArray();
  }

  @Nullable Version version(byte[] name) {
    byte[] bytes = store.get(Space.META, name);
    return bytes == null ? null : Keys.takeVersion(new ByteSource(bytes));
  }

  static void putVersion(ByteStore.Batch batch, byte[] name, Version version) {
    batch.put(Space.META, name, Keys.putVersion(new ByteSink(), version).toByteArray());
  }

  /** The format of what is there; that of this program if there is nothing. */
  int format() {
    byte[] bytes = store.get(Space.META, FORMAT_KEY);
    return bytes == null ? FORMAT : new ByteSource(bytes).takeInt();
  }

  static void putFormat(ByteStore.Batch batch, int format) {
    batch.put(Space.META, FORMAT_KEY, new ByteSink().putInt(format).toByteArray());
  }

  @Nullable StoreIdentity identity() {
    byte[] bytes = store.get(Space.META, IDENTITY);
    if (bytes == null) {
      return null;
    }
    ByteSource source = new ByteSource(bytes);
    return new StoreIdentity(source.takeText(), source.takeText(), source.takeText());
  }

  static void putIdentity(ByteStore.Batch batch, StoreIdentity identity) {
    ByteSink sink = new ByteSink().putText(identity.pipeline());
    sink.putText(identity.source()).putText(identity.planHash());
    batch.put(Space.META, IDENTITY, sink.toByteArray());
  }

  /** The number for the next table or index. */
  int nextNumber() {
    byte[] bytes = store.get(Space.META, NEXT_NUMBER);
    return bytes == null ? WalkedIndex.CLUSTERED + 1 : new ByteSource(bytes).takeInt();
  }

  static void putNextNumber(ByteStore.Batch batch, int number) {
    batch.put(Space.META, NEXT_NUMBER, new ByteSink().putInt(number).toByteArray());
  }

  List<TableRecord> tables() {
    List<TableRecord> records = new ArrayList<>();
    try (ByteReads.Cursor cursor = store.scan(Space.META, TABLE, Keys.afterPrefix(TABLE))) {
      while (cursor.next()) {
        records.add(TableRecord.decode(cursor.value()));
      }
    }
    return records;
  }

  static void putTable(ByteStore.Batch batch, TableRecord table) {
    batch.put(Space.META, key(TABLE, table.number()), table.encode());
  }

  static void deleteTable(ByteStore.Batch batch, int table) {
    batch.delete(Space.META, key(TABLE, table));
    batch.delete(Space.META, key(ROWS, table));
    batch.delete(Space.META, key(SWEEP, table));
  }

  long rows(int table) {
    byte[] bytes = store.get(Space.META, key(ROWS, table));
    return bytes == null ? 0 : new ByteSource(bytes).takeLong();
  }

  static void putRows(ByteStore.Batch batch, int table, long rows) {
    batch.put(Space.META, key(ROWS, table), new ByteSink().putLong(rows).toByteArray());
  }

  /** The version below which rows of a table are to be given up; null if there is nothing to do. */
  @Nullable Version sweep(int table) {
    return version(key(SWEEP, table));
  }

  static void putSweep(ByteStore.Batch batch, int table, Version below) {
    putVersion(batch, key(SWEEP, table), below);
  }

  static void deleteSweep(ByteStore.Batch batch, int table) {
    batch.delete(Space.META, key(SWEEP, table));
  }
}
