package dev.lockstep.verify;

import java.time.Duration;

/**
 * The bounds of a verification: what it may ask of source and target, and what it holds.
 *
 * @param chunkRows root rows read at once, in one short transaction
 * @param joinedRows the most rows of other tables that are read at once for a chunk; where there
 *     are more, they are read item by item
 * @param sourceRowsPerSecond the budget of rows read from the source; 0 is unlimited
 * @param readUnitsPerSecond the budget of read units in the target; 0 is unlimited
 * @param statementTimeout the longest that a statement may take in the source
 * @param parallelism requests to the target under way at once
 * @param maxDifferences stop when so many are confirmed; 0 never stops
 * @param shownFindings findings that a report shows; all are counted
 * @param rounds how often a key that changes all the time is looked at
 * @param settleTimeout how long to wait for the pipeline to apply what it has not yet
 * @param keptReports how many reports are kept
 */
public record VerifyLimits(
    int chunkRows,
    int joinedRows,
    double sourceRowsPerSecond,
    double readUnitsPerSecond,
    Duration statementTimeout,
    int parallelism,
    long maxDifferences,
    int shownFindings,
    int rounds,
    Duration settleTimeout,
    int keptReports) {

  /** The bounds that the configuration has where it says nothing. */
  public static VerifyLimits defaults() {
    return new VerifyLimits(
        1_000, 50_000, 0, 0, Duration.ofSeconds(30), 8, 0, 100, 6, Duration.ofSeconds(60), 20);
  }
}
