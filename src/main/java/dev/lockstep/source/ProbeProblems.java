package dev.lockstep.source;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.time.Duration;

/** What a {@link SourceProbe} says when a look into the source fails. */
public final class ProbeProblems {
  private ProbeProblems() {}

  /** A statement took longer than it may. */
  public static Problem tooSlow(Duration timeout, String address) {
    return Problem.error(
        Category.SOURCE,
        "SOURCE-TIMEOUT",
        "a look into a table took longer than " + timeout.toMillis() + " ms and was broken off",
        address,
        "raise the limit with --statement-timeout, or try again when the source is quieter");
  }

  /** A text that somebody wrote is no value of its column, as the source says. */
  public static Problem unreadable(Exception e) {
    return unreadable(Failure.text(e));
  }

  /** A text that somebody wrote is no value of its column. */
  public static Problem unreadable(String what) {
    return Problem.error(
        Category.CONFIGURATION,
        "VALUE-UNREADABLE",
        what,
        null,
        "write the value as SQL would take it");
  }
}
