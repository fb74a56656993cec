package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-05-31T23:59:59.123456Z, 2026-05-31T23:59:59.123456Z",
    "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000000Z",
    "-0043-03-15T00:00:00Z, -0043-03-15T00:00:00.000000Z",
    "+12026-05-31T00:00:00Z, +12026-05-31T00:00:00.000000Z"
  })
  void instantsHaveSixDigitsOfASecond(String instant, String text) {
    assertThat(Times.instant(micros(Instant.parse(instant)))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 20_261_122})
  void textsOfTimesSortAsTheTimesDo(long seed) {
    Random random = new Random(seed);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      long second = random.nextLong(Instant.parse("9999-01-01T00:00:00Z").getEpochSecond());
      times.add(second * 1_000_000 + (random.nextBoolean() ? 0 : random.nextInt(1_000_000)));
    }

    List<String> byTime = times.stream().sorted().map(Times::instant).toList();

    assertThat(byTime).as("seed %d", seed).isSorted();
    assertThat(byTime.stream().map(Instant::parse).map(TextFormsTest::micros).toList())
        .as("seed %d", seed)
        .isEqualTo(times.stream().sorted().toList());
  }

  @Test
  void infinitiesAreWords() {
    assertThat(Times.instant(Long.MAX_VALUE)).isEqualTo("infinity");
    assertThat(Times.dateTime(Long.MIN_VALUE)).isEqualTo("-infinity");
    assertThat(Times.date(Long.MAX_VALUE)).isEqualTo("infinity");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00:00:00.000000",
    "86400000000, 24:00:00.000000",
    "-1000000, -00:00:01.000000",
    "3020399000000, 838:59:59.000000"
  })
  void timesOfDayMayBeNegativeOrOverADay(long micros, String text) {
    assertThat(Times.time(micros)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "YEAR, 2026",
    "MONTH, 2026-05",
    "DAY, 2026-05-31",
    "HOUR, 2026-05-31T23",
    "MINUTE, 2026-05-31T23:59",
    "SECONDS, 2026-05-31T23:59:58Z",
    "MILLIS, 2026-05-31T23:59:58.123Z",
    "MICROS, 2026-05-31T23:59:58.123456Z"
  })
  void aTimeIsCutToItsPrecision(TimePrecision precision, String text) {
    assertThat(precision.cut("2026-05-31T23:59:58.123456")).isEqualTo(text);
    assertThat(precision.cut("+12026-05-31T23:59:58.123456"))
        .isEqualTo(text.replaceFirst("2026", "+12026"));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "1e21, 1E+21",
    "100.0, 100",
    "1e-6, 0.000001",
    "1e-7, 1E-7",
    "2e23, 2E+23",
    "4.9e-324, 4.94065645841247E-324",
    "NaN, NaN",
    "-Infinity, -Infinity",
    "-0.0, 0",
    "9007199254740993, 9007199254740992"
  })
  void doublesAreWrittenWithTheFewestDigitsThatReadBack(double number, String text) {
    assertThat(Floats.text(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 20_261_122})
  void everyFloatReadsBackAsItself(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      float single = Float.intBitsToFloat(random.nextInt());
      if (Double.isFinite(number)) {
        assertThat(Floats.decimal(number).doubleValue()).as("seed %d", seed).isEqualTo(number);
      }
      if (Float.isFinite(single)) {
        BigDecimal decimal = Floats.decimal(single);
        assertThat(decimal.floatValue()).as("seed %d", seed).isEqualTo(single);
        assertThat(decimal.precision()).as("seed %d", seed).isLessThanOrEqualTo(9);
      }
    }
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }
}
