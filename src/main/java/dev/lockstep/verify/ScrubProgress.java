package dev.lockstep.verify;

import dev.lockstep.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a scrub stands: the verification that goes on all the time, slowly.
 *
 * @param working whether it looks at items now; it stands down while something else has priority
 * @param standing why it stands down; absent while it works
 * @param passes how often it went through everything, since the pipeline was made or its mapping
 *     changed
 * @param passStarted when the present pass began, ISO-8601 in UTC
 * @param passEnded when the last one ended, the same; absent before the first has
 * @param share of the present pass that is done, 0 to 1
 * @param items looked at by this process
 * @param sourceRows read from the source by this process
 * @param readUnits consumed in the target by this process
 * @param unconfirmed items of which this process could not tell
 * @param differences confirmed, and not known to be gone
 * @param open the first of them
 * @param error what it could not do and will try again; absent otherwise
 */
public record ScrubProgress(
    boolean working,
    @Nullable String standing,
    long passes,
    String passStarted,
    @Nullable String passEnded,
    double share,
    long items,
    long sourceRows,
    double readUnits,
    long unconfirmed,
    long differences,
    List<Difference> open,
    @Nullable Problem error) {

  /**
   * A difference, in words.
   *
   * @param kind what is wrong, as {@link Finding.Kind} has it: {@code wrong-version}
   * @param itemType whose item it is; absent if no type has such keys
   * @param key the item
   * @param since when it was first confirmed, ISO-8601 in UTC
   * @param commands that explain it and set it right
   */
  public record Difference(
      String kind, @Nullable String itemType, String key, String since, List<String> commands) {}
}
