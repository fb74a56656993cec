package dev.lockstep.apply;

/**
 * A budget of something per second: write units, read units, rows. What a request costs is known
 * only afterwards, so the balance may fall below zero; requests are let through while it is above.
 * A second's worth can be saved up. Not thread-safe.
 */
public final class TokenBucket {
  private static final double NANOS = 1e9;

  private double rate;
  private double balance;
  private long at;

  /**
   * A bucket that is full.
   *
   * @param rate units a second; 0 is unlimited
   * @param now nanoseconds of a clock that only ever advances
   */
  public TokenBucket(double rate, long now) {
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
  public void debit(double units) {
    if (rate > 0) {
      balance -= units;
    }
  }

  /** When the next request may pass: now or in the past if it may at once. */
  public long opensAt(long now) {
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
