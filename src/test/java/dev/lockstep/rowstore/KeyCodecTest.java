package dev.lockstep.rowstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Unavailable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyCodecTest {
  private static final int ROUNDS = 20_000;
  private static final long SEED = 20_261_122;

  private final Random random = new Random(SEED);
  private final RandomValues values = new RandomValues(random);

  @Test
  void wholeNumbersKeepTheirOrder() {
    bytesOrderAsValues(values -> values.whole(), Comparator.<Long>naturalOrder());
  }

  @Test
  void decimalsKeepTheirOrderWhateverTheirScale() {
    bytesOrderAsValues(values -> values.decimal(), Comparator.<BigDecimal>naturalOrder());
  }

  @Test
  void wholeNumbersAndDecimalsShareOneOrder() {
    bytesOrderAsValues(
        values -> random.nextBoolean() ? values.whole() : values.decimal(),
        Comparator.comparing(KeyCodecTest::exact));
  }

  @Test
  void floatsKeepTheirOrderAndNegativeZeroIsZero() {
    bytesOrderAsValues(values -> values.twice() + 0.0, Comparator.<Double>naturalOrder());
    assertThat(encode(-0.0)).isEqualTo(encode(0.0));
    assertThat(encode(1.5f)).isEqualTo(encode(1.5));
  }

  @Test
  void textIsInTheOrderOfItsCodePoints() {
    bytesOrderAsValues(
        values -> values.text(),
        (left, right) -> Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray()));
  }

  @Test
  void bytesAreInUnsignedOrder() {
    bytesOrderAsValues(
        values -> values.bytes(),
        (left, right) -> Arrays.compareUnsigned(KeyCodec.toArray(left), KeyCodec.toArray(right)));
  }

  @Test
  void tuplesAreInTheOrderOfTheirFirstDifference() {
    Comparator<List<Object>> byFirst =
        Comparator.comparing(
            tuple -> ((String) tuple.get(0)).codePoints().toArray(), Arrays::compare);
    bytesOrderAsValues(
        values -> List.<Object>of(values.text(), values.whole()),
        byFirst.thenComparing(tuple -> (Long) tuple.get(1)),
        tuple -> encode(tuple.toArray()));
  }

  @Test
  void nullComesFirst() {
    for (Object value : List.of(true, 0L, Long.MIN_VALUE, 0.5, "", ByteBuffer.allocate(0))) {
      assertThat(Arrays.compareUnsigned(encode((Object) null), encode(value))).isNegative();
    }
  }

  @Test
  void noEncodingBeginsWithAnother() {
    Kind[] kinds = Kind.values();
    for (int i = 0; i < ROUNDS; i++) {
      byte[] left = encode(values.orNull(kinds[random.nextInt(kinds.length)]));
      byte[] right = encode(values.orNull(kinds[random.nextInt(kinds.length)]));
      int common = Math.min(left.length, right.length);
      if (left.length != right.length) {
        assertThat(Arrays.mismatch(left, right)).as("seed %s round %s", SEED, i).isLessThan(common);
      }
    }
  }

  @Test
  void mapsAreEqualWhateverTheOrderOfTheirEntries() {
    Map<String, String> upwards = new LinkedHashMap<>();
    upwards.put("a", "1");
    upwards.put("b", "2");
    Map<String, String> downwards = new LinkedHashMap<>();
    downwards.put("b", "2");
    downwards.put("a", "1");
    assertThat(encode(upwards)).isEqualTo(encode(downwards));
  }

  @Test
  void whatIsNotKnownHasNoPlaceInAnOrder() {
    assertThatThrownBy(() -> encode(Unavailable.UNAVAILABLE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BigDecimal exact(Number number) {
    return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
  }

  private <T> void bytesOrderAsValues(Function<RandomValues, T> source, Comparator<T> order) {
    bytesOrderAsValues(source, order, value -> encode(value));
  }

  private <T> void bytesOrderAsValues(
      Function<RandomValues, T> source, Comparator<T> order, Function<T, byte[]> encoder) {
    for (int i = 0; i < ROUNDS; i++) {
      T left = source.apply(values);
      T right = source.apply(values);
      assertThat(Integer.signum(Arrays.compareUnsigned(encoder.apply(left), encoder.apply(right))))
          .as("seed %s round %s: %s and %s", SEED, i, left, right)
          .isEqualTo(Integer.signum(order.compare(left, right)));
    }
  }

  private static byte[] encode(@Nullable Object... tuple) {
    ByteSink sink = new ByteSink();
    for (Object value : tuple) {
      KeyCodec.append(sink, value);
    }
    return sink.toByteArray();
  }
}
