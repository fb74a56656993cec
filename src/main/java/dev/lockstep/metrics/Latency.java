package dev.lockstep.metrics;

import java.util.concurrent.TimeUnit;

/** A histogram of durations. Thread-safe. */
public final class Latency {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final BucketTimer timer;

  Latency(BucketTimer timer) {
    this.timer = timer;
  }

  /** Records one duration; a negative one, as clocks of two machines may give, counts as 0. */
  public void record(long nanos) {
    timer.update(Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  /**
   * The duration that the given part of all since the start did not exceed, in seconds; 0 when none
   * was recorded.
   *
   * @param quantile 0 to 1: 0.5 is the median
   */
  public double quantileSeconds(double quantile) {
    return timer.getSnapshot().getValue(quantile) / NANOS_PER_SECOND;
  }

  /** How many durations were recorded. */
  public long count() {
    return timer.getCount();
  }

  /** Mean of all durations since the start, in seconds; 0 when none was recorded. */
  public double meanSeconds() {
    return timer.getSnapshot().getMean() / NANOS_PER_SECOND;
  }
}
