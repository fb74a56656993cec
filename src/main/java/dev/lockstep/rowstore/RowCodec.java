package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.Unavailable;
import dev.lockstep.change.Version;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@link Space#ROWS}: version, the number of the shape (0 for a tombstone), and the
 * values in the order of that shape.
 */
final class RowCodec {
  static final byte[] ABSENT = {};
  private static final int TOMBSTONE = 0;

  private RowCodec() {}

  static byte[] encode(Version version, Shape shape, Row row) {
    ByteSink sink = Keys.putVersion(new ByteSink(), version).putVarint(shape.number());
    int[] places = shape.places();
    for (int place : places) {
      ValueCodec.write(sink, place < 0 ? Unavailable.UNAVAILABLE : row.get(place));
    }
    return sink.toByteArray();
  }

  static byte[] tombstone(Version version) {
    return Keys.putVersion(new ByteSink(), version).putVarint(TOMBSTONE).toByteArray();
  }

  static Version version(byte[] bytes) {
    return Keys.takeVersion(new ByteSource(bytes));
  }

  static boolean isTombstone(byte[] bytes) {
    return bytes[Keys.VERSION_LENGTH] == TOMBSTONE;
  }

  /** The state in some bytes; null if there are none. */
  static @Nullable StoredRow decode(StoredTable table, byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0) {
      return null;
    }
    ByteSource source = new ByteSource(bytes);
    Version version = Keys.takeVersion(source);
    int shape = source.takeCount();
    return new StoredRow(
        version, shape == TOMBSTONE ? null : decodeRow(table.shape(shape), source));
  }

  private static Row decodeRow(Shape shape, ByteSource source) {
    @Nullable Object[] values = new Object[shape.schema().columns().size()];
    if (!shape.isWhole()) {
      Arrays.fill(values, Unavailable.UNAVAILABLE);
    }
    for (int place : shape.places()) {
      Object value = ValueCodec.read(source);
      if (place >= 0) {
        values[place] = value;
      }
    }
    return new Row(shape.schema(), values);
  }

  /** When a table was truncated, and how many rows that took away. */
  static byte[] truncation(Version version, long rows) {
    return Keys.putVersion(new ByteSink(), version)
        .putVarint(TOMBSTONE)
        .putVarint(rows)
        .toByteArray();
  }

  static long truncatedRows(byte[] truncation) {
    ByteSource source = new ByteSource(truncation);
    Keys.takeVersion(source);
    source.takeVarint();
    return source.takeVarint();
  }
}
