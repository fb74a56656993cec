package dev.lockstep.verify;

import dev.lockstep.item.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Held values of keys: which are the same, and how they are written down, to be read by people or
 * to go on behind them. Numbers are plain, as {@code explain} takes them: their scale does not come
 * back. Dead letters have a form of their own, in which it does ({@code letters.HeldJson}).
 */
final class Held {
  private static final int LONGEST_LONG = 18;

  private Held() {}

  /** The same for all numbers of one value, whatever their type and scale. */
  static Object plain(Object value) {
    if (value instanceof BigDecimal number) {
      BigDecimal stripped = number.stripTrailingZeros();
      boolean whole =
          stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= LONGEST_LONG;
      return whole ? (Object) stripped.longValueExact() : stripped;
    }
    return value instanceof Float number ? (Object) number.doubleValue() : value;
  }

  /** As people and {@code explain} write it. */
  static String text(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof ByteBuffer bytes
        ? new Value.Binary(bytes).base64()
        : String.valueOf(value);
  }

  /** Writes key values down, each with a letter for its type, so that {@link #read} finds them. */
  static List<String> write(List<? extends @Nullable Object> values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(letter(Objects.requireNonNull(value)) + text(value));
    }
    return texts;
  }

  private static char letter(Object value) {
    if (value instanceof Long) {
      return 'l';
    } else if (value instanceof String) {
      return 's';
    } else if (value instanceof BigDecimal) {
      return 'd';
    } else if (value instanceof ByteBuffer) {
      return 'b';
    } else if (value instanceof Boolean) {
      return 'z';
    } else if (value instanceof Float) {
      return 'f';
    } else if (value instanceof Double) {
      return 'g';
    }
    throw new IllegalArgumentException("no value of a key: " + value.getClass());
  }

  static @Nullable Object[] read(List<String> texts) {
    @Nullable Object[] values = new Object[texts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(texts.get(i).charAt(0), texts.get(i).substring(1));
    }
    return values;
  }

  private static Object read(char letter, String text) {
    return switch (letter) {
      case 'l' -> Long.valueOf(text);
      case 's' -> text;
      case 'd' -> new BigDecimal(text);
      case 'b' -> ByteBuffer.wrap(Base64.getDecoder().decode(text)).asReadOnlyBuffer();
      case 'z' -> Boolean.valueOf(text);
      case 'f' -> Float.valueOf(text);
      case 'g' -> Double.valueOf(text);
      default -> throw new IllegalArgumentException("no type: " + letter);
    };
  }
}
