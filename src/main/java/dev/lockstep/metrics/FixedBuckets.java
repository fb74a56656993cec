package dev.lockstep.metrics;

import com.codahale.metrics.Reservoir;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations in buckets with fixed bounds, so that a scrape is exact and histograms of
 * several processes can be added up, which Dropwizard's own sampling reservoirs cannot do.
 */
final class FixedBuckets implements Reservoir {
  private final long[] boundsNanos;
  private final LongAdder[] counts;
  private final LongAdder sumNanos = new LongAdder();

  /**
   * @param boundsMillis rising upper bounds, inclusive; a last bucket without a bound is added
   */
  FixedBuckets(double... boundsMillis) {
    double nanosPerMilli = TimeUnit.MILLISECONDS.toNanos(1);
    this.boundsNanos =
        Arrays.stream(boundsMillis).mapToLong(b -> (long) (b * nanosPerMilli)).toArray();
    this.counts = new LongAdder[boundsNanos.length + 1];
    Arrays.setAll(counts, i -> new LongAdder());
  }

  @Override
  public void update(long nanos) {
    counts[bucketOf(nanos)].increment();
    sumNanos.add(nanos);
  }

  private int bucketOf(long nanos) {
    int found = Arrays.binarySearch(boundsNanos, nanos);
    return found >= 0 ? found : -found - 1;
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, Arrays.stream(counts()).sum());
  }

  /** Upper bounds in nanoseconds; the bucket after the last one has none. */
  long[] boundsNanos() {
    return boundsNanos.clone();
  }

  /** Durations in each bucket, not cumulated. */
  long[] counts() {
    return Arrays.stream(counts).mapToLong(LongAdder::sum).toArray();
  }

  long sumNanos() {
    return sumNanos.sum();
  }

  @Override
  public BucketSnapshot getSnapshot() {
    return new BucketSnapshot(boundsNanos, counts(), sumNanos());
  }
}
