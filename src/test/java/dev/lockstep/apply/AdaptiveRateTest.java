package dev.lockstep.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * A throttled table gets fewer writes at once, more again little by little, and is free in the end.
 */
class AdaptiveRateTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Offset<Double> ABOUT = within(1.0);

  private final UnitMeter meter = new UnitMeter();
  private final AdaptiveRate rate = new AdaptiveRate(meter);

  @Test
  void nothing_is_held_back_before_the_first_throttle() {
    rate.debit(1e9);
    assertThat(rate.opensAt(7)).isEqualTo(7);
  }

  @Test
  void a_throttle_takes_thirty_percent_off_what_the_table_took() {
    spendASecond(0, 1000);
    rate.throttled(SECOND);
    assertThat(rate.rate()).isCloseTo(700, ABOUT);
    assertThat(rate.opensAt(SECOND)).isGreaterThan(SECOND);
  }

  @Test
  void requests_that_are_throttled_together_count_once() {
    spendASecond(0, 1000);
    rate.throttled(SECOND);
    rate.throttled(SECOND + SECOND / 10);
    assertThat(rate.rate()).isCloseTo(700, ABOUT);
    spendASecond(SECOND, 700);
    rate.throttled(2 * SECOND);
    assertThat(rate.rate()).isCloseTo(490, ABOUT);
  }

  @Test
  void the_rate_rises_in_equal_steps_and_is_lifted_at_last() {
    spendASecond(0, 1000);
    rate.throttled(SECOND);
    rate.opensAt(3 * SECOND);
    assertThat(rate.rate()).isCloseTo(770, ABOUT);
    rate.opensAt(5 * SECOND);
    assertThat(rate.rate()).isCloseTo(840, ABOUT);
    rate.opensAt(90 * SECOND);
    assertThat(rate.limits()).isFalse();
  }

  @Test
  void a_table_that_takes_nothing_is_still_asked_now_and_then() {
    rate.throttled(0);
    assertThat(rate.opensAt(0)).isLessThan(2 * SECOND);
    assertThat(rate.rate()).isGreaterThanOrEqualTo(1);
  }

  private void spendASecond(long from, int units) {
    for (int i = 0; i < units; i++) {
      meter.add(1, from + i * (SECOND / units));
    }
  }
}
