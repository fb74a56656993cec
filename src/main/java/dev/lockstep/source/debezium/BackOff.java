package dev.lockstep.source.debezium;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double with each failure, drawn anew between nothing and that (full jitter). */
final class BackOff {
  private static final long FIRST_MILLIS = 200;
  private static final int MOST_DOUBLINGS = 20;

  private final long maxMillis;
  private final RandomGenerator random;
  private int failures;

  BackOff(Duration max, RandomGenerator random) {
    this.maxMillis = max.toMillis();
    this.random = random;
  }

  /** How many failures there were since the last success. */
  int failures() {
    return failures;
  }

  void succeeded() {
    failures = 0;
  }

  /** Counts a failure and says how long to wait. */
  Duration next() {
    long ceiling = Math.min(maxMillis, FIRST_MILLIS << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return Duration.ofMillis(random.nextLong(ceiling + 1));
  }
}
