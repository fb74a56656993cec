package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyPointsTest {
  @Test
  void placesBetweenNumbersAreEvenlyApartAndBeginWithTheLeast() {
    assertThat(KeyPoints.between(10L, 50L, 4)).isEqualTo(List.of(10L, 20L, 30L, 40L));
    assertThat(KeyPoints.between(Long.MIN_VALUE, Long.MAX_VALUE, 2))
        .isEqualTo(List.of(Long.MIN_VALUE, -1L));
    assertThat(KeyPoints.between(new BigDecimal("0.0"), new BigDecimal("2.0"), 4))
        .isEqualTo(
            List.of(
                new BigDecimal("0.0"),
                new BigDecimal("0.5"),
                new BigDecimal("1.0"),
                new BigDecimal("1.5")));
  }

  @Test
  void whereNothingLiesBetweenThereIsOnePlace() {
    assertThat(KeyPoints.between(7L, 7L, 5)).isEqualTo(List.of(7L));
    assertThat(KeyPoints.between(1L, 2L, 5)).isEqualTo(List.of(1L));
    assertThat(KeyPoints.between(true, false, 5)).isEqualTo(List.of(true));
  }

  @Test
  void placesBetweenTextsAreAsTheLettersAndDigitsOfKeys() {
    List<Object> points = KeyPoints.between("user-000", "user-zzz", 36);

    assertThat(points.get(0)).isEqualTo("user-000");
    assertThat(points.get(1).toString()).startsWith("user-0z");
    assertThat(points.get(18).toString()).startsWith("user-hz");
    assertThat(points).hasSize(36).doesNotHaveDuplicates();
    assertThat(KeyPoints.between("00AB", "FFXY", 2).get(1).toString()).startsWith("7");
  }

  @Test
  void placesBetweenBytesAreBytes() {
    ByteBuffer least = ByteBuffer.wrap(new byte[] {1, 0, 0});
    ByteBuffer greatest = ByteBuffer.wrap(new byte[] {1, (byte) 0x80, 0});

    assertThat(KeyPoints.between(least, greatest, 2).get(1))
        .isEqualTo(ByteBuffer.wrap(new byte[] {1, 0x40, 0, 0, 0, 0, 0}));
  }
}
