package dev.lockstep.change;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The hash of what a row holds outside its key, as far as every event of the row shows it: a long
 * value may be unsent in the next one, so it says nothing.
 */
final class ContentHash {
  /** No source leaves out a value as short as this: characters of text, or bytes. */
  private static final int LONGEST = 64;

  private ContentHash() {}

  static long of(Row row) {
    long hash = Hash64.SEED;
    for (int i = 0; i < row.schema().columns().size(); i++) {
      if (!row.schema().isKey(i)) {
        hash = Hash64.add(hash, isAlwaysSent(row.get(i)) ? row.get(i) : "");
      }
    }
    return hash;
  }

  private static boolean isAlwaysSent(@Nullable Object value) {
    if (value == Unavailable.UNAVAILABLE) {
      return false;
    }
    return value instanceof ByteBuffer bytes
        ? bytes.remaining() <= LONGEST
        : value == null || value instanceof Long || value.toString().length() <= LONGEST;
  }
}
