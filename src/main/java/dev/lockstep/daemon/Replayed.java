package dev.lockstep.daemon;

import dev.lockstep.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What came of the replay of a dead letter.
 *
 * @param id of the letter
 * @param outcome what came of it
 * @param problem why it stays; absent if it does not
 */
public record Replayed(String id, Outcome outcome, @Nullable Problem problem) {

  /** What may come of a replay. */
  public enum Outcome {
    /** The item is as the row says now; the letter is closed. */
    HEALED,
    /** The row makes no item any more, so there is none; the letter is closed. */
    GONE,
    /** The source changed the row meanwhile: what comes of that counts. */
    OVERTAKEN,
    /** It is still bad; the letter stays. */
    BAD
  }
}
