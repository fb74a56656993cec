package dev.lockstep.source;

import dev.lockstep.problem.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a source stands.
 *
 * @param connected whether it reads at present
 * @param position the newest position it has read, as people write it ({@code 0/16B3748}); absent
 *     before the first
 * @param sourceBytes bytes of log between the newest durable position and the source's end of log;
 *     -1 unknown
 * @param retainedBytes bytes of log that the source keeps for this pipeline; -1 unknown
 * @param restarts how often it restarted itself
 * @param held what of the transaction that is being read is held
 * @param estimatedRows per table, the source's own estimate, for load progress
 * @param fault the passing fault it is recovering from
 */
public record SourceStatus(
    boolean connected,
    @Nullable String position,
    long sourceBytes,
    long retainedBytes,
    long restarts,
    Held held,
    Map<String, Long> estimatedRows,
    @Nullable Problem fault) {

  /**
   * What of the transaction that is being read is held.
   *
   * @param changes in memory
   * @param bytes of heap, by estimate
   * @param spilledChanges in a file, since they are too many for memory
   */
  public record Held(int changes, long bytes, long spilledChanges) {
    /** Nothing. */
    public static final Held NOTHING = new Held(0, 0, 0);
  }
}
