package dev.lockstep.mapping;

import dev.lockstep.change.RowKey;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders tuples of held values as PostgreSQL orders columns: numbers by size whatever their type,
 * with NaN greatest; texts by code point; bytes as unsigned; NULL last, or first where the order is
 * descending.
 */
public final class HeldOrder implements Comparator<@Nullable Object[]> {
  private final boolean[] descending;

  HeldOrder(List<EmbedDefinition.Order> orders) {
    this.descending = new boolean[orders.size()];
    for (int i = 0; i < descending.length; i++) {
      descending[i] = orders.get(i).descending();
    }
  }

  /**
   * The order of rows by their keys in which a row lookup hands them over, whatever collation the
   * source orders them by.
   */
  public static Comparator<RowKey> ofKeys() {
    return (a, b) -> {
      for (int i = 0; i < Math.min(a.values().size(), b.values().size()); i++) {
        int order = compareHeld(a.values().get(i), b.values().get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  @Override
  public int compare(@Nullable Object[] a, @Nullable Object[] b) {
    for (int i = 0; i < descending.length; i++) {
      int order = compareHeld(a[i], b[i]);
      if (order != 0) {
        return descending[i] ? -order : order;
      }
    }
    return 0;
  }

  private static int compareHeld(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y);
    }
    if (a instanceof String x && b instanceof String y) {
      return compareTexts(x, y);
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      return Boolean.compare(x, y);
    }
    return a instanceof ByteBuffer x && b instanceof ByteBuffer y
        ? compareBytes(x, y)
        : Integer.compare(rank(a), rank(b));
  }

  /** A column whose type has changed while rows were kept holds values of several types. */
  private static int rank(Object held) {
    return held instanceof Boolean
        ? 0
        : held instanceof Number ? 1 : held instanceof String ? 2 : 3;
  }

  private static int compareNumbers(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    return isFinite(a) && isFinite(b)
        ? exact(a).compareTo(exact(b))
        : Double.compare(a.doubleValue(), b.doubleValue());
  }

  private static boolean isFinite(Number number) {
    return number instanceof BigDecimal || Floats.isFinite(number);
  }

  private static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }

  /** By code point, which differs from the order of chars for those beyond the first 65,536. */
  static int compareTexts(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
        return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int compareBytes(ByteBuffer a, ByteBuffer b) {
    int mismatch = a.mismatch(b);
    return mismatch < 0 || mismatch >= Math.min(a.remaining(), b.remaining())
        ? Integer.compare(a.remaining(), b.remaining())
        : Integer.compare(
            Byte.toUnsignedInt(a.get(a.position() + mismatch)),
            Byte.toUnsignedInt(b.get(b.position() + mismatch)));
  }
}
