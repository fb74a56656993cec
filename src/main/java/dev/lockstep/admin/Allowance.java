package dev.lockstep.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much each address may ask of something: a bucket that fills at a steady rate and holds a
 * burst. Only so many addresses are remembered, those that came last; one that is forgotten begins
 * with a full bucket. Thread-safe.
 */
final class Allowance {
  /** How many addresses are remembered. */
  static final int MAX_ADDRESSES = 1_024;

  private static final double NANOS = 1e9;

  private final double burst;
  private final double perSecond;
  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  /**
   * @param burst what may be taken at once
   * @param perSecond what comes back
   * @param nanos a clock that only goes forward
   */
  Allowance(double burst, double perSecond, LongSupplier nanos) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.nanos = nanos;
  }

  /** What is left of a bucket, at a moment. */
  private record Bucket(double left, long at) {}

  /** Takes one, if there is one. */
  synchronized boolean take(String address) {
    double left = left(address);
    boolean taken = left >= 1;
    buckets.put(address, new Bucket(taken ? left - 1 : left, nanos.getAsLong()));
    return taken;
  }

  synchronized boolean isUsedUp(String address) {
    return left(address) < 1;
  }

  private double left(String address) {
    Bucket bucket = buckets.get(address);
    return bucket == null ? burst : refilled(bucket);
  }

  private double refilled(Bucket bucket) {
    double seconds = (nanos.getAsLong() - bucket.at()) / NANOS;
    return Math.min(burst, bucket.left() + seconds * perSecond);
  }

  /** Seconds until one more comes back. */
  int waitSeconds() {
    return (int) Math.ceil(1 / perSecond);
  }

  double burst() {
    return burst;
  }

  /** How much the busiest address has taken. */
  synchronized double used() {
    return buckets.values().stream().mapToDouble(b -> burst - refilled(b)).max().orElse(0);
  }

  synchronized int addresses() {
    return buckets.size();
  }
}
