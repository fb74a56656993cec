package dev.lockstep.rowstore;

import dev.lockstep.change.Unavailable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the values of a row, compactly: a tag of one byte, then as few bytes as the
 * value needs. A value comes back equal to what was written, with its scale, its width and its
 * nulls.
 */
final class ValueCodec {
  private static final int NULL = 0;
  private static final int UNAVAILABLE = 1;
  private static final int FALSE = 2;
  private static final int TRUE = 3;
  private static final int LONG = 4;
  private static final int DECIMAL = 5;
  private static final int BIG_DECIMAL = 6;
  private static final int FLOAT = 7;
  private static final int DOUBLE = 8;
  private static final int TEXT = 9;
  private static final int BYTES = 10;
  private static final int LIST = 11;
  private static final int MAP = 12;

  private ValueCodec() {}

  /**
   * Appends a value.
   *
   * @throws IllegalArgumentException if the value is not one that a row may hold
   */
  static void write(ByteSink sink, @Nullable Object value) {
    if (value == null) {
      sink.put(NULL);
    } else if (value instanceof String text) {
      sink.put(TEXT).putText(text);
    } else if (value instanceof Long whole) {
      sink.put(LONG).putZigzag(whole);
    } else if (value instanceof BigDecimal number) {
      writeDecimal(sink, number);
    } else if (value instanceof Boolean truth) {
      sink.put(truth ? TRUE : FALSE);
    } else if (value instanceof Double number) {
      sink.put(DOUBLE).putLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof Float number) {
      sink.put(FLOAT).putInt(Float.floatToRawIntBits(number));
    } else {
      writeOther(sink, value);
    }
  }

  private static void writeOther(ByteSink sink, Object value) {
    if (value == Unavailable.UNAVAILABLE) {
      sink.put(UNAVAILABLE);
    } else if (value instanceof ByteBuffer buffer) {
      sink.put(BYTES).putBlock(KeyCodec.toArray(buffer));
    } else if (value instanceof List<?> list) {
      sink.put(LIST).putVarint(list.size());
      list.forEach(element -> write(sink, element));
    } else if (value instanceof Map<?, ?> map) {
      sink.put(MAP).putVarint(map.size());
      map.forEach((name, held) -> writeEntry(sink, name, held));
    } else {
      throw new IllegalArgumentException("not a row value: " + value.getClass().getName());
    }
  }

  private static void writeEntry(ByteSink sink, Object name, @Nullable Object held) {
    sink.putText((String) name);
    write(sink, held);
  }

  private static void writeDecimal(ByteSink sink, BigDecimal number) {
    BigInteger unscaled = number.unscaledValue();
    if (unscaled.bitLength() < Long.SIZE) {
      sink.put(DECIMAL).putZigzag(number.scale()).putZigzag(unscaled.longValue());
    } else {
      sink.put(BIG_DECIMAL).putZigzag(number.scale()).putBlock(unscaled.toByteArray());
    }
  }

  /** Takes the next value. */
  static @Nullable Object read(ByteSource source) {
    int tag = source.take();
    return switch (tag) {
      case NULL -> null;
      case UNAVAILABLE -> Unavailable.UNAVAILABLE;
      case FALSE -> false;
      case TRUE -> true;
      case LONG -> source.takeZigzag();
      case DECIMAL, BIG_DECIMAL -> readDecimal(source, tag);
      case FLOAT -> Float.intBitsToFloat(source.takeInt());
      case DOUBLE -> Double.longBitsToDouble(source.takeLong());
      case TEXT -> source.takeText();
      case BYTES -> ByteBuffer.wrap(source.takeBlock()).asReadOnlyBuffer();
      case LIST -> readList(source);
      case MAP -> readMap(source);
      default -> throw new IllegalStateException("a stored value has the unknown tag " + tag);
    };
  }

  private static BigDecimal readDecimal(ByteSource source, int tag) {
    int scale = (int) source.takeZigzag();
    return tag == DECIMAL
        ? BigDecimal.valueOf(source.takeZigzag(), scale)
        : new BigDecimal(new BigInteger(source.takeBlock()), scale);
  }

  private static List<@Nullable Object> readList(ByteSource source) {
    int size = source.takeCount();
    List<@Nullable Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(read(source));
    }
    return Collections.unmodifiableList(list);
  }

  private static Map<String, @Nullable Object> readMap(ByteSource source) {
    int size = source.takeCount();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(source.takeText(), read(source));
    }
    return Collections.unmodifiableMap(map);
  }
}
