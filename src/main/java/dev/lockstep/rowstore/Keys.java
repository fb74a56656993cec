package dev.lockstep.rowstore;

import dev.lockstep.change.Version;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layout of the keys of each {@link Space}. */
final class Keys {
  static final int TABLE_LENGTH = Integer.BYTES;
  static final int VERSION_LENGTH = 16;

  /** Before all keys. */
  static final byte[] FIRST = {};

  /** After all keys that begin with a version. */
  static final byte[] AFTER_VERSIONS = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF};

  private static final int EPOCH_BYTES = 3;
  private static final int ORDINAL_BYTES = 5;

  private Keys() {}

  /** Where the truncation of a table is recorded; comes before the table's rows. */
  static byte[] table(int table) {
    return new ByteSink().putInt(table).toByteArray();
  }

  /** The key of a row, or the common beginning of the rows whose first key values these are. */
  static byte[] row(int table, List<? extends @Nullable Object> values) {
    return tuple(table, values);
  }

  /** The common beginning of an index's entries for some values. */
  static byte[] link(int index, List<? extends @Nullable Object> values) {
    return tuple(index, values);
  }

  private static byte[] tuple(int number, List<? extends @Nullable Object> values) {
    ByteSink sink = new ByteSink().putInt(number);
    for (Object value : values) {
      KeyCodec.append(sink, value);
    }
    return sink.toByteArray();
  }

  /** The entry of an index for a row. */
  static byte[] link(byte[] prefix, byte[] rowKey) {
    byte[] key = Arrays.copyOf(prefix, prefix.length + rowKey.length - TABLE_LENGTH);
    System.arraycopy(rowKey, TABLE_LENGTH, key, prefix.length, rowKey.length - TABLE_LENGTH);
    return key;
  }

  /** The row that an index entry leads to. */
  static byte[] linkedRow(byte[] link, int prefixLength, byte[] table) {
    byte[] key = Arrays.copyOf(table, TABLE_LENGTH + link.length - prefixLength);
    System.arraycopy(link, prefixLength, key, TABLE_LENGTH, link.length - prefixLength);
    return key;
  }

  /** What a transaction did to a row (or, under a bare table, to all its rows). */
  static byte[] history(Version version, byte[] rowKey) {
    return putVersion(new ByteSink(), version).putBytes(rowKey).toByteArray();
  }

  static byte[] historyRow(byte[] historyKey) {
    return Arrays.copyOfRange(historyKey, VERSION_LENGTH, historyKey.length);
  }

  static Version historyVersion(byte[] historyKey) {
    return takeVersion(new ByteSource(historyKey));
  }

  /** What comes after everything of a version. */
  static byte[] afterVersion(Version version) {
    return afterPrefix(history(version, FIRST));
  }

  /** Whether a key is that of a table's truncation and not that of a row. */
  static boolean isTable(byte[] rowKey) {
    return rowKey.length == TABLE_LENGTH;
  }

  static int tableOf(byte[] rowKey) {
    return new ByteSource(rowKey).takeInt();
  }

  /** The smallest key greater than a key. */
  static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  /** The smallest key greater than all that begin with a prefix. */
  static byte[] afterPrefix(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] end = Arrays.copyOf(prefix, i + 1);
        end[i]++;
        return end;
      }
    }
    throw new IllegalArgumentException("nothing comes after " + Arrays.toString(prefix));
  }

  /** A version in the order of versions. */
  static ByteSink putVersion(ByteSink sink, Version version) {
    return sink.putBigEndian(version.epoch(), EPOCH_BYTES)
        .putLong(version.position())
        .putBigEndian(version.ordinal(), ORDINAL_BYTES);
  }

  static Version takeVersion(ByteSource source) {
    int epoch = (int) source.takeBigEndian(EPOCH_BYTES);
    return new Version(epoch, source.takeLong(), source.takeBigEndian(ORDINAL_BYTES));
  }
}
