package dev.lockstep.config;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How source and target are compared.
 *
 * @param chunkRows root rows read at once, in one short transaction
 * @param maxJoinedRows the most rows of one other table that are read at once for a chunk
 * @param sourceRowsPerSecond the budget of rows read from the source; absent is unlimited
 * @param readUnitsPerSecond the budget of read units in the target; absent is unlimited
 * @param statementTimeout the longest that a statement may take in the source
 * @param parallelism requests to the target under way at once
 * @param maxDifferences stop when so many are confirmed; absent never stops
 * @param shownFindings findings that a report shows; all are counted
 * @param rounds how often a key that changes all the time is looked at
 * @param settleTimeout how long to wait for the pipeline to apply what it has not yet
 * @param maxWaitingChanges changes that are looked at in the source's log while no daemon reads it
 * @param keptReports how many reports are kept
 * @param mask paths of attributes whose values are never shown
 * @param scrub the verification that goes on all the time; absent if there is none
 */
public record VerifyConfig(
    int chunkRows,
    int maxJoinedRows,
    OptionalLong sourceRowsPerSecond,
    OptionalLong readUnitsPerSecond,
    Duration statementTimeout,
    int parallelism,
    OptionalLong maxDifferences,
    int shownFindings,
    int rounds,
    Duration settleTimeout,
    int maxWaitingChanges,
    int keptReports,
    List<String> mask,
    @Nullable Scrub scrub) {

  /**
   * How fast a pipeline verifies itself all the time.
   *
   * @param chunkRows root rows read at once, in one short transaction
   * @param sourceRowsPerSecond the budget of rows read from the source
   * @param readUnitsPerSecond the budget of read units in the target
   */
  public record Scrub(int chunkRows, int sourceRowsPerSecond, int readUnitsPerSecond) {}

  /** Copies the paths. */
  public VerifyConfig {
    mask = List.copyOf(mask);
  }
}
