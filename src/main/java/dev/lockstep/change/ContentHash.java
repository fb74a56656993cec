package dev.lockstep.change;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** 64-bit hashes of row keys and of row contents, the same in every process. */
final class ContentHash {
  private static final long SEED = 0x9E3779B97F4A7C15L;

  /**
   * A longer value may be unsent in the next event of the same row, so it says nothing. No source
   * leaves out a value as short as this.
   */
  private static final int LONGEST_TEXT = 64;

  private ContentHash() {}

  /** The hash of a row key. */
  static long ofKey(RowKey key) {
    long hash = add(SEED, key.table().toString());
    for (Object value : key.values()) {
      hash = add(hash, value);
    }
    return hash;
  }

  /** The hash of what a row holds outside its key. */
  static long ofContent(Row row) {
    long hash = SEED;
    for (int i = 0; i < row.schema().columns().size(); i++) {
      if (!row.schema().isKey(i)) {
        hash = add(hash, row.get(i));
      }
    }
    return hash;
  }

  private static long add(long hash, @Nullable Object value) {
    if (value instanceof Long number) {
      return mix(hash ^ number);
    }
    String text = value instanceof ByteBuffer bytes ? hex(bytes) : String.valueOf(value);
    if (value == Unavailable.UNAVAILABLE || text.length() > LONGEST_TEXT) {
      return mix(hash);
    }
    long sum = hash;
    for (int i = 0; i < text.length(); i++) {
      sum = sum * 31 + text.charAt(i);
    }
    return mix(sum + text.length());
  }

  private static String hex(ByteBuffer bytes) {
    byte[] head = new byte[Math.min(LONGEST_TEXT, bytes.remaining())];
    bytes.duplicate().get(head);
    return HexFormat.of().formatHex(head);
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = value + SEED;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
