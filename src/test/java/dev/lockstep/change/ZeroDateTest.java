package dev.lockstep.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ZeroDateTest {
  @Test
  void aRealDateIsItsDaysAndItsMicroseconds() {
    assertThat(ZeroDate.days(1970, 1, 2)).isEqualTo(1);
    assertThat(ZeroDate.days(2024, 2, 29)).isEqualTo(LocalDate.of(2024, 2, 29).toEpochDay());
    assertThat(ZeroDate.micros(1970, 1, 1, 5)).isEqualTo(5);
    assertThat(ZeroDate.is(ZeroDate.days(0, 1, 1))).isFalse();
    assertThat(ZeroDate.is(ZeroDate.micros(9999, 12, 31, 86_399_999_999L))).isFalse();
  }

  @Test
  void aDateThatNoCalendarHasKeepsItsParts() {
    long held = ZeroDate.micros(2023, 2, 29, 86_399_999_999L);
    assertThat(ZeroDate.is(held)).isTrue();
    assertThat(ZeroDate.year(held)).isEqualTo(2023);
    assertThat(ZeroDate.month(held)).isEqualTo(2);
    assertThat(ZeroDate.day(held)).isEqualTo(29);
    assertThat(ZeroDate.time(held)).isEqualTo(86_399_999_999L);
    assertThat(ZeroDate.is(ZeroDate.days(0, 0, 0))).isTrue();
    assertThat(ZeroDate.is(ZeroDate.days(9999, 12, 0))).isTrue();
  }

  @Test
  void theyAreInTheOrderOfTheirParts() {
    assertThat(ZeroDate.days(0, 0, 0)).isLessThan(ZeroDate.days(0, 0, 1));
    assertThat(ZeroDate.days(2024, 0, 31)).isLessThan(ZeroDate.days(2024, 1, 0));
    assertThat(ZeroDate.micros(2024, 12, 0, 1)).isLessThan(ZeroDate.micros(2025, 0, 0, 0));
  }

  @Test
  void theInfinitiesAndTheEarliestTimesOfPostgresqlAreNone() {
    assertThat(ZeroDate.is(Long.MIN_VALUE)).isFalse();
    assertThat(ZeroDate.is(Long.MAX_VALUE)).isFalse();
    assertThat(ZeroDate.is(LocalDate.of(-4712, 1, 1).toEpochDay() * 86_400_000_000L)).isFalse();
  }

  @Test
  void whatIsNoDateAtAllIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ZeroDate.days(2024, 13, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> ZeroDate.days(2024, 1, 32));
  }
}
