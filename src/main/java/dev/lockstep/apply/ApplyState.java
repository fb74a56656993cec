package dev.lockstep.apply;

import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where an applier stands.
 *
 * @param paused whether sending is paused
 * @param inFlight requests on their way to the store
 * @param window how many may be at present
 * @param writes writes that were submitted and are not acknowledged
 * @param bytes size of their content, by estimate; a write that was replaced by a newer one counts
 *     until that is acknowledged
 * @param resting keys that rest after a failed attempt
 * @param failingFor how long the key that fails longest has been failing; zero if none does
 * @param keysInDoubt keys that late writes may still hit
 * @param lateWrites how long late writes to any key are possible: after an unclean stop, or where
 *     too many keys were in doubt to tell them apart; zero if not
 * @param lateBatches how long unconditional batches of the load may still arrive; zero if none can
 * @param tombstones tombstones that await their burial
 * @param writeUnitsPerSecond the budget; 0 is unlimited
 * @param throttled by resource (a table, or {@code table/index}), the rate in write units a second
 *     to which its throttling has brought the writes down
 * @param failure why it stopped, if it did
 */
public record ApplyState(
    boolean paused,
    int inFlight,
    int window,
    int writes,
    long bytes,
    int resting,
    Duration failingFor,
    int keysInDoubt,
    Duration lateWrites,
    Duration lateBatches,
    int tombstones,
    double writeUnitsPerSecond,
    Map<String, Double> throttled,
    Optional<Problem> failure) {

  /** Whether a stop right now leaves nothing behind that the next start must guard against. */
  public boolean quiet() {
    return writes == 0
        && inFlight == 0
        && tombstones == 0
        && keysInDoubt == 0
        && lateWrites.isZero()
        && lateBatches.isZero();
  }
}
