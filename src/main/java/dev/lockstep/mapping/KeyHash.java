package dev.lockstep.mapping;

import dev.lockstep.change.RowKey;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** 64-bit hashes of item keys and row keys, never 0. */
final class KeyHash {
  private static final long SEED = 0x9E3779B97F4A7C15L;

  private KeyHash() {}

  static long of(ItemKey key) {
    long hash = add(add(SEED, key.table()), plain(key.partition()));
    return nonZero(key.sort() == null ? hash : add(hash, plain(key.sort())));
  }

  static long of(RowKey key) {
    long hash = add(SEED, key.table().toString());
    for (Object value : key.values()) {
      hash = add(hash, value);
    }
    return nonZero(hash);
  }

  /** The only kinds of values that keys have; within a table each attribute is of one kind. */
  private static Object plain(Value value) {
    if (value instanceof Value.Text text) {
      return text.text();
    }
    if (value instanceof Value.Num number) {
      return number.digits();
    }
    return value instanceof Value.Binary binary ? binary.bytes() : value;
  }

  private static long add(long hash, @Nullable Object value) {
    if (value instanceof Long number) {
      return mix(hash ^ number);
    }
    String text = value instanceof ByteBuffer bytes ? hex(bytes) : String.valueOf(value);
    long sum = hash;
    for (int i = 0; i < text.length(); i++) {
      sum = sum * 31 + text.charAt(i);
    }
    return mix(sum + text.length());
  }

  private static String hex(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static long nonZero(long hash) {
    return hash == 0 ? 1 : hash;
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = value + SEED;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
