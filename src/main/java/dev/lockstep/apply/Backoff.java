package dev.lockstep.apply;

import java.util.random.RandomGenerator;

/** Pauses between the attempts of one key: exponential with full jitter. */
final class Backoff {
  private static final int MAX_DOUBLINGS = 20;

  private final ApplyOptions.Retry retry;
  private final RandomGenerator random;

  Backoff(ApplyOptions.Retry retry, RandomGenerator random) {
    this.retry = retry;
    this.random = random;
  }

  /** Nanoseconds to rest after so many failures in a row. */
  long rest(int failures) {
    long longest = retry.base().toNanos() << Math.min(failures - 1, MAX_DOUBLINGS);
    long cap = retry.cap().toNanos();
    return random.nextLong(1 + (longest <= 0 || longest > cap ? cap : longest));
  }

  /** Whether a key that has been failing so long must not be tried again. */
  boolean isOver(long failingFor) {
    return !retry.limit().isZero() && failingFor >= retry.limit().toNanos();
  }
}
