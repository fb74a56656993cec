package dev.lockstep.verify;

/**
 * A budget per second of something whose price is known only when it is spent: who has overspent
 * waits until that is paid off. At most a second's worth is saved up. Thread-safe.
 */
final class Budget {
  private static final double NANOS = 1e9;
  private static final long LONGEST_NAP = 200_000_000L;

  private final double rate;
  private final VerifyClock clock;
  private double balance;
  private long at;

  /**
   * @param rate so much a second; 0 is unlimited
   */
  Budget(double rate, VerifyClock clock) {
    this.rate = rate;
    this.clock = clock;
    this.balance = rate;
    this.at = clock.nanos();
  }

  synchronized void spend(double amount) {
    balance -= rate > 0 ? amount : 0;
  }

  /** Waits until nothing is owed. */
  void await() throws InterruptedException {
    for (long nanos = owed(); nanos > 0; nanos = owed()) {
      clock.sleep(Math.min(nanos, LONGEST_NAP));
    }
  }

  private synchronized long owed() {
    if (rate <= 0) {
      return 0;
    }
    long now = clock.nanos();
    balance = Math.min(rate, balance + rate * (now - at) / NANOS);
    at = now;
    return balance >= 0 ? 0 : 1 + (long) (-balance / rate * NANOS);
  }
}
