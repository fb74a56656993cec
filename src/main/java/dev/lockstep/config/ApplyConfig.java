package dev.lockstep.config;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How items are written.
 *
 * @param limits what is held at most
 * @param slices how many items a mapper holds at once
 * @param writeUnitsPerSecond the budget over all tables and indexes; absent is unlimited
 * @param lateWriteHorizon how long after its outcome became unknown a request may still be carried
 *     out
 * @param retry how failed attempts are repeated
 * @param onBadRow what becomes of a row that makes no item
 */
public record ApplyConfig(
    Limits limits,
    Slices slices,
    OptionalLong writeUnitsPerSecond,
    Duration lateWriteHorizon,
    Retry retry,
    BadRow onBadRow) {

  /**
   * What is held at most.
   *
   * @param maxInFlight requests on their way to DynamoDB
   * @param maxWrites writes taken and not acknowledged
   * @param maxBytes heap of their content, by estimate
   * @param maxTombstones tombstones that await their burial
   * @param maxKeysInDoubt keys remembered singly as open to late writes
   * @param maxUnchangedKeys keys remembered, in a load over earlier items, of those that were right
   * @param maxDeadLetters dead letters that may be open
   */
  public record Limits(
      int maxInFlight,
      int maxWrites,
      Size maxBytes,
      int maxTombstones,
      int maxKeysInDoubt,
      int maxUnchangedKeys,
      int maxDeadLetters) {}

  /**
   * How much of a transaction's or load's outcome is made at once.
   *
   * @param maxItems items made of several rows; what changes more of them flows in slices
   * @param maxBytes of those items, as DynamoDB counts them
   * @param maxShownKeys item keys of one table remembered between the parts or slices of one
   *     transaction, where keys may change hands
   */
  public record Slices(int maxItems, Size maxBytes, int maxShownKeys) {}

  /**
   * How failed attempts are repeated: after a random pause up to {@code base × 2^n}, at most the
   * cap.
   *
   * @param base the longest pause after the first failure
   * @param cap the longest pause at all
   * @param limit how long one key may keep failing before the pipeline halts; absent is for ever
   */
  public record Retry(Duration base, Duration cap, @Nullable Duration limit) {}

  /** What becomes of a row that makes no item. */
  public enum BadRow {
    /** The pipeline stops cleanly and says why; nothing is lost. */
    HALT,
    /** The change is set aside with its reason, and the pipeline goes on. */
    DEAD_LETTER
  }
}
