package dev.lockstep.change;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * 64-bit hashes of row values, never 0, the same in every process: FNV-1a over a value's text,
 * finished as SplitMix64 is. Two hashes of different {@linkplain #SEED seeds} are independent
 * enough to be 128 bits together.
 */
public final class Hash64 {
  /** Where a hash begins. */
  public static final long SEED = 0x9E3779B97F4A7C15L;

  private static final long FNV_PRIME = 0x100000001B3L;

  private Hash64() {}

  /** The hash of a row key. */
  public static long of(RowKey key) {
    long hash = add(SEED, key.table().toString());
    for (Object value : key.values()) {
      hash = add(hash, value);
    }
    return hash;
  }

  /** The hash of a sequence of values that begins with what {@code hash} is of. */
  public static long add(long hash, @Nullable Object value) {
    if (value instanceof Long number) {
      return mix(hash ^ number);
    }
    String text = value instanceof ByteBuffer bytes ? hex(bytes) : String.valueOf(value);
    long sum = hash;
    for (int i = 0; i < text.length(); i++) {
      sum = (sum ^ text.charAt(i)) * FNV_PRIME;
    }
    return mix(sum + text.length());
  }

  private static String hex(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static long mix(long value) {
    long z = value + SEED;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    long mixed = z ^ (z >>> 31);
    return mixed == 0 ? 1 : mixed;
  }
}
