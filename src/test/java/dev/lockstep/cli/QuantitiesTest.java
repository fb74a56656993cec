package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "0.0254, 25 ms",
    "1, 1.0 s",
    "59.94, 59.9 s",
    "60, 1 min 0 s",
    "125, 2 min 5 s",
    "3600, 1 h 0 min",
    "9000, 2 h 30 min"
  })
  void secondsAreShownInTheUnitThatFits(double seconds, String shown) {
    assertThat(Quantities.seconds(seconds)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1536, 1.5 KiB",
    "1048576, 1.0 MiB",
    "16777216, 16.0 MiB",
    "9223372036854775807, 8192.0 PiB"
  })
  void bytesAreShownInTheUnitThatFits(long bytes, String shown) {
    assertThat(Quantities.bytes(bytes)).isEqualTo(shown);
  }

  @Test
  void aNounIsPluralButForOne() {
    assertThat(Quantities.count(0, "item")).isEqualTo("0 items");
    assertThat(Quantities.count(1, "item")).isEqualTo("1 item");
    assertThat(Quantities.count(1_200, "item")).isEqualTo("1,200 items");
  }

  @Test
  void aBarStaysWithinItsWidth() {
    assertThat(Quantities.bar(-1, 4)).isEqualTo("░░░░");
    assertThat(Quantities.bar(0.5, 4)).isEqualTo("██░░");
    assertThat(Quantities.bar(7, 4)).isEqualTo("████");
  }
}
