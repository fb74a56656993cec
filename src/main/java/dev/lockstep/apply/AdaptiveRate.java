package dev.lockstep.apply;

/**
 * How fast a table or an index takes writes, learned from its throttling: down by a factor at once,
 * up again in equal steps (additive increase, multiplicative decrease), and free once it has held
 * for long at several times the rate at which it was last throttled.
 */
final class AdaptiveRate {
  private static final long SECOND = 1_000_000_000L;

  /** Many requests in flight are throttled together; they count once. */
  private static final long ONE_EVENT = SECOND / 2;

  private static final double DECREASE = 0.7;
  private static final double STEP_PER_SECOND = 0.05;
  private static final double LEAST_STEP = 2;
  private static final double LEAST_RATE = 1;
  private static final double FREE_AT = 4;

  private final UnitMeter meter;
  private final TokenBucket bucket = new TokenBucket(0, 0);
  private double throttledTo;
  private long throttledAt = Long.MIN_VALUE / 2;

  AdaptiveRate(UnitMeter meter) {
    this.meter = meter;
  }

  /** The store turned a write down. */
  void throttled(long now) {
    if (now - throttledAt < ONE_EVENT) {
      return;
    }
    double taken = meter.perSecond(now);
    double before = limits() ? Math.min(taken, bucket.rate()) : taken;
    throttledTo = Math.max(LEAST_RATE, before * DECREASE);
    throttledAt = now;
    bucket.setRate(throttledTo, now);
    bucket.debit(Math.max(0, bucket.balance(now)));
  }

  void debit(double units) {
    bucket.debit(units);
  }

  /** When the next write may pass: now if it may at once. */
  long opensAt(long now) {
    if (!limits()) {
      return now;
    }
    recover(now);
    return bucket.opensAt(now);
  }

  /** Units a second at present; 0 is unlimited. */
  double rate() {
    return bucket.rate();
  }

  boolean limits() {
    return bucket.rate() > 0;
  }

  private void recover(long now) {
    double step = Math.max(LEAST_STEP, throttledTo * STEP_PER_SECOND);
    double rate = throttledTo + step * (now - throttledAt) / SECOND;
    boolean free = rate > Math.max(throttledTo * FREE_AT, FREE_AT * LEAST_STEP * 10);
    bucket.setRate(free ? 0 : rate, now);
  }
}
