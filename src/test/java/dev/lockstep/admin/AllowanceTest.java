package dev.lockstep.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Allowance allowance = new Allowance(3, 2, nanos::get);

  @Test
  void aBurstMayBeTakenAndThenWhatComesBack() {
    assertThat(taken("10.0.0.1", 5)).isEqualTo(3);
    assertThat(allowance.isUsedUp("10.0.0.1")).isTrue();

    nanos.addAndGet(1_000_000_000L);

    assertThat(taken("10.0.0.1", 5)).isEqualTo(2);
  }

  @Test
  void noMoreThanABurstIsSaved() {
    assertThat(taken("10.0.0.1", 3)).isEqualTo(3);
    nanos.addAndGet(3_600_000_000_000L);

    assertThat(taken("10.0.0.1", 9)).isEqualTo(3);
  }

  @Test
  void addressesDoNotTakeFromEachOther() {
    assertThat(taken("10.0.0.1", 5)).isEqualTo(3);

    assertThat(taken("10.0.0.2", 5)).isEqualTo(3);
    assertThat(allowance.used()).isEqualTo(3);
  }

  @Test
  void onlySoManyAddressesAreRemembered() {
    for (int i = 0; i < 10 * Allowance.MAX_ADDRESSES; i++) {
      allowance.take("10.0." + i / 256 + "." + i % 256);
    }

    assertThat(allowance.addresses()).isEqualTo(Allowance.MAX_ADDRESSES);
  }

  private int taken(String address, int asked) {
    int taken = 0;
    for (int i = 0; i < asked; i++) {
      taken += allowance.take(address) ? 1 : 0;
    }
    return taken;
  }
}
