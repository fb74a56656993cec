package dev.lockstep.rowstore;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes values so that the unsigned order of the bytes is the order of the values, and so that no
 * encoding is a prefix of another one: a tuple is the concatenation of its values, and the tuples
 * that begin with given values are one contiguous range. Nothing reads these bytes back; rows carry
 * their own values.
 *
 * <p>Each value begins with a tag that orders the types: NULL, booleans, exact numbers, floats,
 * text, bytes, arrays, maps.
 *
 * <ul>
 *   <li>Exact numbers, whole or not and whatever their scale, share one encoding, because SQL holds
 *       5 = 5.00 and a foreign key need not have the type of the key that it references: the floor
 *       as a two's-complement-like number with its length in the tag, then the decimal digits of
 *       what is left in pairs, ended by 0.
 *   <li>Floats are widened, −0 becomes 0, and NaN is the greatest, as in PostgreSQL.
 *   <li>Text is UTF-8, so its order is that of code points. It ends with a zero byte; a zero inside
 *       is 1 1 and a one is 1 2, so that neither looks like the end.
 * </ul>
 */
final class KeyCodec {
  private static final int NULL = 0x02;
  private static final int FALSE = 0x03;
  private static final int TRUE = 0x04;

  /** Tag of zero; whole numbers of n bytes are n above (positive) or below (negative). */
  private static final int ZERO = 0x20;

  /** What n is for numbers of over eight bytes; their length follows the tag. */
  private static final int LONGER = 9;

  private static final int FLOAT = 0x30;
  private static final int TEXT = 0x31;
  private static final int BYTES = 0x32;
  private static final int LIST = 0x33;
  private static final int MAP = 0x34;

  private static final int END = 0x00;
  private static final int ESCAPE = 0x01;

  private KeyCodec() {}

  /**
   * Appends a value.
   *
   * @throws IllegalArgumentException if the value is not one that a row may hold, or is {@link
   *     dev.lockstep.change.Unavailable}, which has no place in an order
   */
  static void append(ByteSink sink, @Nullable Object value) {
    if (value == null) {
      sink.put(NULL);
    } else if (value instanceof Long whole) {
      appendWhole(sink, whole);
      sink.put(END);
    } else if (value instanceof String text) {
      appendEscaped(sink.put(TEXT), text.getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof Boolean truth) {
      sink.put(truth ? TRUE : FALSE);
    } else if (value instanceof BigDecimal number) {
      appendDecimal(sink, number);
    } else if (value instanceof Double || value instanceof Float) {
      appendFloat(sink, ((Number) value).doubleValue());
    } else {
      appendComposite(sink, value);
    }
  }

  private static void appendComposite(ByteSink sink, Object value) {
    if (value instanceof ByteBuffer buffer) {
      appendEscaped(sink.put(BYTES), toArray(buffer));
    } else if (value instanceof List<?> list) {
      sink.put(LIST);
      list.forEach(element -> append(sink, element));
      sink.put(END);
    } else if (value instanceof Map<?, ?> map) {
      sink.put(MAP);
      new TreeMap<Object, @Nullable Object>(map)
          .forEach((name, held) -> appendEntry(sink, name, held));
      sink.put(END);
    } else {
      throw new IllegalArgumentException("not a key value: " + value.getClass().getName());
    }
  }

  private static void appendEntry(ByteSink sink, Object name, @Nullable Object held) {
    append(sink, name);
    append(sink, held);
  }

  static byte[] toArray(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  private static void appendEscaped(ByteSink sink, byte[] content) {
    if (!needsEscape(content)) {
      sink.putBytes(content).put(END);
      return;
    }
    for (byte b : content) {
      if (isLow(b)) {
        sink.put(ESCAPE).put(b + 1);
      } else {
        sink.put(b);
      }
    }
    sink.put(END);
  }

  private static boolean needsEscape(byte[] content) {
    for (byte b : content) {
      if (isLow(b)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLow(byte b) {
    return b == END || b == ESCAPE;
  }

  /** The magnitude of a negative number is held as ones' complement, so that -2 comes before -1. */
  private static void appendWhole(ByteSink sink, long whole) {
    long magnitude = whole >= 0 ? whole : ~whole + 1;
    int count = (Long.SIZE + 7 - Long.numberOfLeadingZeros(magnitude)) / 8;
    if (whole >= 0) {
      sink.put(ZERO + count).putBigEndian(magnitude, count);
    } else {
      sink.put(ZERO - count).putBigEndian(~magnitude, count);
    }
  }

  private static void appendDecimal(ByteSink sink, BigDecimal number) {
    BigInteger floor = number.setScale(0, RoundingMode.FLOOR).unscaledValue();
    if (floor.bitLength() < Long.SIZE) {
      appendWhole(sink, floor.longValueExact());
    } else {
      appendBig(sink, floor);
    }
    appendFraction(sink, number.subtract(new BigDecimal(floor)));
  }

  private static void appendBig(ByteSink sink, BigInteger floor) {
    byte[] padded = floor.abs().toByteArray();
    int skip = padded[0] == 0 ? 1 : 0;
    int count = padded.length - skip;
    int flip = floor.signum() < 0 ? 0xFF : 0;
    int size = count <= Long.BYTES ? count : LONGER;
    sink.put(floor.signum() < 0 ? ZERO - size : ZERO + size);
    if (size == LONGER) {
      sink.putInt(floor.signum() < 0 ? ~count : count);
    }
    for (int i = skip; i < padded.length; i++) {
      sink.put(padded[i] ^ flip);
    }
  }

  /** Digit pairs 00 to 99 as 1 to 100; what ends earlier is smaller. */
  private static void appendFraction(ByteSink sink, BigDecimal fraction) {
    BigDecimal stripped = fraction.stripTrailingZeros();
    if (stripped.signum() != 0) {
      String digits = stripped.unscaledValue().toString();
      String text = "0".repeat(stripped.scale() - digits.length()) + digits;
      for (int i = 0; i < text.length(); i += 2) {
        int low = i + 1 < text.length() ? text.charAt(i + 1) - '0' : 0;
        sink.put((text.charAt(i) - '0') * 10 + low + 1);
      }
    }
    sink.put(END);
  }

  private static void appendFloat(ByteSink sink, double number) {
    long bits = Double.doubleToLongBits(number + 0.0);
    sink.put(FLOAT).putLong(bits ^ (bits >> 63 | Long.MIN_VALUE));
  }
}
