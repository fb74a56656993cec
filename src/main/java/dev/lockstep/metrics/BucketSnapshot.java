package dev.lockstep.metrics;

import com.codahale.metrics.Snapshot;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads quantiles out of bucket counts by linear interpolation within the bucket, as Prometheus'
 * {@code histogram_quantile} does; what lies above the last bound is reported as that bound.
 * Nanoseconds.
 */
final class BucketSnapshot extends Snapshot {
  private final long[] bounds;
  private final long[] counts;
  private final long total;
  private final long sum;

  BucketSnapshot(long[] bounds, long[] counts, long sum) {
    this.bounds = bounds;
    this.counts = counts;
    this.total = Arrays.stream(counts).sum();
    this.sum = sum;
  }

  /** What was counted after an earlier snapshot of the same buckets. */
  BucketSnapshot since(BucketSnapshot earlier) {
    long[] more = counts.clone();
    Arrays.setAll(more, i -> more[i] - earlier.counts[i]);
    return new BucketSnapshot(bounds, more, sum - earlier.sum);
  }

  @Override
  public double getValue(double quantile) {
    double rank = quantile * total;
    long below = 0;
    for (int i = 0; i < bounds.length; i++) {
      if (counts[i] > 0 && below + counts[i] >= rank) {
        return lower(i) + (bounds[i] - lower(i)) * ((rank - below) / counts[i]);
      }
      below += counts[i];
    }
    return total == 0 ? 0 : bounds[bounds.length - 1];
  }

  private long lower(int bucket) {
    return bucket == 0 ? 0 : bounds[bucket - 1];
  }

  /** The upper bounds of the buckets that hold something: single values are not kept. */
  @Override
  public long[] getValues() {
    long[] occupied = new long[counts.length];
    int size = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        occupied[size++] = bounds[Math.min(i, bounds.length - 1)];
      }
    }
    return Arrays.copyOf(occupied, size);
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, total);
  }

  @Override
  public long getMax() {
    return (long) getValue(1);
  }

  @Override
  public long getMin() {
    return (long) getValue(0);
  }

  @Override
  public double getMean() {
    return total == 0 ? 0 : (double) sum / total;
  }

  /** Not known from buckets: 0. */
  @Override
  public double getStdDev() {
    return 0;
  }

  @Override
  public void dump(OutputStream output) {
    try (PrintWriter writer = new PrintWriter(output, false, StandardCharsets.UTF_8)) {
      Arrays.stream(getValues()).forEach(writer::println);
    }
  }
}
