package dev.lockstep.rowstore;

import dev.lockstep.change.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values as rows hold them, with a taste for borders. */
final class RandomValues {
  private static final long[] BORDERS = {
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    -255,
    -256,
    -257,
    65535,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE + 1
  };
  private static final String[] ALPHABET = {
    "", "a", "b", "z", "0", "#", "\u0000", "\u0001", "\u0002", "ä", "\uFFFD", "😀", "\uE000"
  };

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  @Nullable Object orNull(Kind kind) {
    return random.nextInt(8) == 0 ? null : value(kind);
  }

  Object value(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> random.nextBoolean();
      case INTEGER, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> whole();
      case DECIMAL -> random.nextInt(20) == 0 ? "NaN" : decimal();
      case FLOAT -> random.nextBoolean() ? (Object) single() : (Object) twice();
      case TEXT, INTERVAL, UUID, JSON, ENUM, BITS, UNSUPPORTED -> text();
      case BYTES -> bytes();
      case ARRAY -> list();
      case SET -> List.of(text() + "1", text() + "2");
      case MAP -> map();
    };
  }

  Long whole() {
    return switch (random.nextInt(3)) {
      case 0 -> BORDERS[random.nextInt(BORDERS.length)];
      case 1 -> (long) random.nextInt(41) - 20;
      default -> random.nextLong() >> random.nextInt(64);
    };
  }

  BigDecimal decimal() {
    int bits = random.nextInt(10) == 0 ? 300 : random.nextInt(70) + 1;
    BigInteger unscaled = new BigInteger(bits, random);
    int scale = random.nextInt(30) - 8;
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
  }

  private Float single() {
    float[] odd = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 1.5f};
    return random.nextBoolean() ? odd[random.nextInt(odd.length)] : random.nextFloat() - 0.5f;
  }

  Double twice() {
    double[] odd = {0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -1.5};
    return random.nextBoolean()
        ? odd[random.nextInt(odd.length)]
        : random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    return text.toString();
  }

  ByteBuffer bytes() {
    byte[] bytes = new byte[random.nextInt(5)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextBoolean() ? random.nextInt(3) : random.nextInt());
    }
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  private List<@Nullable Object> list() {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(orNull(Kind.INTEGER));
    }
    return list;
  }

  private Map<String, @Nullable String> map() {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(text(), random.nextInt(4) == 0 ? null : text());
    }
    return map;
  }
}
