package dev.lockstep.metrics;

import com.codahale.metrics.Timer;

/** A timer whose buckets can be read one by one. */
final class BucketTimer extends Timer {
  private final FixedBuckets buckets;

  BucketTimer(FixedBuckets buckets) {
    super(buckets);
    this.buckets = buckets;
  }

  FixedBuckets buckets() {
    return buckets;
  }
}
