package dev.lockstep.apply;

/**
 * A budget of write units per second. What a write costs is known only afterwards, so the balance
 * may fall below zero; writes are let through while it is above. A second's worth can be saved up.
 */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private double rate;
  private double balance;
  private long at;

  /**
   * @param rate units a second; 0 is unlimited
   */
  TokenBucket(double rate, long now) {
    this.rate = rate;
    this.balance = burst();
    this.at = now;
  }

  double rate() {
    return rate;
  }

  double balance(long now) {
    refill(now);
    return balance;
  }

  /** Changes the rate; what was saved or owed stays. */
  void setRate(double newRate, long now) {
    refill(now);
    boolean wasUnlimited = rate == 0;
    rate = newRate;
    balance = wasUnlimited ? burst() : Math.min(balance, burst());
  }

  /** Takes units out, or puts them back if negative. */
  void debit(double units) {
    if (rate > 0) {
      balance -= units;
    }
  }

  /** When the next write may pass: now or in the past if it may at once. */
  long opensAt(long now) {
    if (rate == 0) {
      return now;
    }
    refill(now);
    return balance > 0 ? now : now + 1 + (long) (-balance / rate * NANOS);
  }

  private void refill(long now) {
    if (now > at) {
      balance = Math.min(burst(), balance + rate * (now - at) / NANOS);
      at = now;
    }
  }

  private double burst() {
    return Math.max(1, rate);
  }
}
