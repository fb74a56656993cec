package dev.lockstep.verify;

import dev.lockstep.apply.TokenBucket;

/**
 * A budget per second of something whose price is known only when it is spent: who has overspent
 * waits until that is paid off. Thread-safe.
 */
final class Budget {
  private static final long LONGEST_NAP = 200_000_000L;

  private final TokenBucket bucket;
  private final VerifyClock clock;

  /**
   * @param rate so much a second; 0 is unlimited
   */
  Budget(double rate, VerifyClock clock) {
    this.clock = clock;
    this.bucket = new TokenBucket(rate, clock.nanos());
  }

  synchronized void spend(double amount) {
    bucket.debit(amount);
  }

  /** Waits until nothing is owed. */
  void await() throws InterruptedException {
    for (long nanos = owed(); nanos > 0; nanos = owed()) {
      clock.sleep(Math.min(nanos, LONGEST_NAP));
    }
  }

  private synchronized long owed() {
    long now = clock.nanos();
    return bucket.opensAt(now) - now;
  }
}
