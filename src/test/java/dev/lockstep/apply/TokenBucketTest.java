package dev.lockstep.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A budget lets through what it promises: not more, and not less for long. */
class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void no_rate_is_no_limit() {
    TokenBucket bucket = new TokenBucket(0, 0);
    bucket.debit(1e9);
    assertThat(bucket.opensAt(5)).isEqualTo(5);
  }

  @Test
  void a_debt_is_paid_off_at_the_rate() {
    TokenBucket bucket = new TokenBucket(10, 0);
    bucket.debit(30);
    assertThat(bucket.opensAt(0)).isBetween(2 * SECOND, 2 * SECOND + 2);
    assertThat(bucket.opensAt(2 * SECOND + 1)).isEqualTo(2 * SECOND + 1);
  }

  @Test
  void one_second_can_be_saved_up_and_no_more() {
    TokenBucket bucket = new TokenBucket(10, 0);
    assertThat(bucket.balance(3600 * SECOND)).isEqualTo(10);
  }

  @Test
  void a_guess_that_was_too_high_is_given_back() {
    TokenBucket bucket = new TokenBucket(10, 0);
    bucket.debit(25);
    bucket.debit(-20);
    assertThat(bucket.opensAt(0)).isZero();
  }

  @Test
  void a_new_rate_holds_from_now_on() {
    TokenBucket bucket = new TokenBucket(10, 0);
    bucket.debit(20);
    bucket.setRate(100, 0);
    assertThat(bucket.opensAt(0)).isBetween(SECOND / 10, SECOND / 10 + 2);
    bucket.setRate(0, 0);
    assertThat(bucket.opensAt(0)).isZero();
    bucket.setRate(5, 0);
    assertThat(bucket.balance(0)).isEqualTo(5);
  }

  @Test
  void over_any_time_it_lets_through_its_rate_and_hardly_more() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double rate = 1 + random.nextInt(1000);
      double largest = 1 + random.nextInt(40);
      TokenBucket bucket = new TokenBucket(rate, 0);
      double spent = 0;
      long now = 0;
      while (now < 20 * SECOND) {
        now = Math.max(bucket.opensAt(now), now + random.nextLong(SECOND / 1000));
        double units = random.nextDouble() * largest;
        spent += bucket.opensAt(now) <= now ? units : 0;
        bucket.debit(bucket.opensAt(now) <= now ? units : 0);
      }
      double seconds = (double) now / SECOND;
      assertThat(spent).as("seed %d", seed).isLessThanOrEqualTo(rate * (seconds + 1) + largest);
      double demand = seconds * 1000 * largest / 2;
      assertThat(spent).as("seed %d", seed).isGreaterThan(Math.min(rate * seconds, demand) * 0.6);
    }
  }
}
