package dev.lockstep.cutover;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a cutover or a rehearsal as it went.
 *
 * @param step its label
 * @param startedMillis when it began, milliseconds since the epoch
 * @param endedMillis when it ended; absent while it is under way
 * @param outcome what became of it
 * @param detail what it found, or why it failed; absent if there is nothing to say
 */
public record TimedStep(
    String step,
    long startedMillis,
    @Nullable Long endedMillis,
    Outcome outcome,
    @Nullable String detail) {

  /** What becomes of a step. */
  public enum Outcome {
    /** It is under way, or a crash broke it off. */
    RUNNING,
    /** It did what it is for. */
    DONE,
    /** It did not. */
    FAILED,
    /** Nobody knows: the process ended, or a hook took too long. */
    UNKNOWN
  }

  static TimedStep begun(String step, Instant now) {
    return new TimedStep(step, now.toEpochMilli(), null, Outcome.RUNNING, null);
  }

  TimedStep ended(Outcome how, @Nullable String why, Instant now) {
    long end = Math.max(startedMillis, now.toEpochMilli());
    return new TimedStep(step, startedMillis, end, how, why);
  }

  /** How long it took; 0 while it is under way. */
  public long millis() {
    return endedMillis == null ? 0 : endedMillis - startedMillis;
  }
}
