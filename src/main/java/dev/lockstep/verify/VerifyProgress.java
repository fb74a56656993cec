package dev.lockstep.verify;

import dev.lockstep.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a verification is.
 *
 * @param id which one
 * @param mode how much it looks at
 * @param state whether it is under way
 * @param step what it is doing
 * @param started when it began, ISO-8601 in UTC
 * @param seconds how long it has worked, interruptions not counted
 * @param types by item type, in the order of the mapping
 * @param scanned items of the target seen in the search for those that should not be there
 * @param scanEstimate how many there are to see, as DynamoDB last counted; absent where nothing is
 *     searched or it is not known
 * @param findings confirmed so far
 * @param unconfirmed keys of which it could not be told so far
 * @param checking keys that seem to differ and are looked at again
 * @param itemsPerSecond items compared in the last seconds
 * @param etaSeconds how long it will take from now on; absent where unknown
 * @param error what broke it off; absent otherwise
 */
public record VerifyProgress(
    String id,
    VerifyMode mode,
    State state,
    Step step,
    String started,
    double seconds,
    List<TypeProgress> types,
    long scanned,
    @Nullable Long scanEstimate,
    long findings,
    long unconfirmed,
    long checking,
    double itemsPerSecond,
    @Nullable Double etaSeconds,
    @Nullable Problem error) {

  /** Whether it is under way. */
  public enum State {
    /** It works. */
    RUNNING,
    /** Its report is there, whatever it says. */
    FINISHED,
    /** Somebody stopped it; it can be resumed. */
    CANCELLED,
    /** Something broke it off; it can be resumed. */
    FAILED
  }

  /** What it does, in this order; not every mode does everything. */
  public enum Step {
    /** Reads source and target and compares. */
    COMPARING,
    /** Reads the keys of the whole target. */
    SCANNING,
    /** Finds the keys that one side alone has. */
    MATCHING,
    /** Looks at the last of what seemed to differ. */
    CHECKING,
    /** It has ended. */
    ENDED
  }

  /**
   * How far an item type is.
   *
   * @param itemType its name in the mapping
   * @param rows of its root that were read
   * @param estimated how many there are, as the source estimates; absent when unknown
   * @param items that those rows make
   * @param compared items that were compared whole
   * @param findings confirmed so far
   * @param done whether all its rows were read
   */
  public record TypeProgress(
      String itemType,
      long rows,
      @Nullable Long estimated,
      long items,
      long compared,
      long findings,
      boolean done) {}

  /** Items compared so far. */
  public long compared() {
    return types.stream().mapToLong(TypeProgress::compared).sum();
  }
}
