package dev.lockstep.apply;

import java.time.Duration;

/**
 * How an applier works.
 *
 * @param limits what it holds at most
 * @param writeUnitsPerSecond the budget over all tables and indexes; 0 is unlimited
 * @param lateWriteHorizon how long after its outcome became unknown a request may still be carried
 *     out: {@code apply.late-write-horizon}
 * @param retry how failed attempts are repeated
 * @param replay what ran before
 */
public record ApplyOptions(
    Limits limits,
    double writeUnitsPerSecond,
    Duration lateWriteHorizon,
    Retry retry,
    Replay replay) {

  /**
   * What an applier holds at most.
   *
   * @param maxInFlight requests on their way to the store
   * @param maxWrites writes that were submitted and are not acknowledged
   * @param maxBytes heap of their content, by estimate; one write may exceed it alone
   * @param maxTombstones tombstones that await their burial; no write is taken above that
   * @param maxKeysInDoubt keys remembered singly as open to late writes; above that, all keys count
   *     as open to them for one horizon
   */
  public record Limits(
      int maxInFlight, int maxWrites, long maxBytes, int maxTombstones, int maxKeysInDoubt) {

    /**
     * @throws IllegalArgumentException if a limit is not positive
     */
    public Limits {
      if (Math.min(Math.min(maxInFlight, maxWrites), Math.min(maxTombstones, maxKeysInDoubt)) < 1
          || maxBytes < 1) {
        throw new IllegalArgumentException("a limit below 1");
      }
    }
  }

  /**
   * How failed attempts are repeated: after a random pause between nothing and {@code base × 2^n},
   * at most {@code cap} (full jitter).
   *
   * @param base the longest pause after the first failure
   * @param cap the longest pause at all
   * @param limit how long one key may keep failing before the applier halts: {@code
   *     apply.retry-limit}; zero is for ever
   */
  public record Retry(Duration base, Duration cap, Duration limit) {}

  /** What fits most: 256 requests in flight, no budget, retries for ever, nothing ran before. */
  public static ApplyOptions defaults() {
    return new ApplyOptions(
        new Limits(256, 10_000, 64L << 20, 50_000, 50_000),
        0,
        Duration.ofSeconds(60),
        new Retry(Duration.ofMillis(25), Duration.ofSeconds(5), Duration.ZERO),
        Replay.none());
  }

  /** The same with other limits. */
  public ApplyOptions with(Limits other) {
    return new ApplyOptions(other, writeUnitsPerSecond, lateWriteHorizon, retry, replay);
  }

  /** The same with another retry schedule. */
  public ApplyOptions with(Retry other) {
    return new ApplyOptions(limits, writeUnitsPerSecond, lateWriteHorizon, other, replay);
  }

  /** The same after another run. */
  public ApplyOptions with(Replay other) {
    return new ApplyOptions(limits, writeUnitsPerSecond, lateWriteHorizon, retry, other);
  }

  /** The same with another budget. */
  public ApplyOptions withWriteUnitsPerSecond(double other) {
    return new ApplyOptions(limits, other, lateWriteHorizon, retry, replay);
  }

  /** The same with another horizon. */
  public ApplyOptions withLateWriteHorizon(Duration other) {
    return new ApplyOptions(limits, writeUnitsPerSecond, other, retry, replay);
  }
}
