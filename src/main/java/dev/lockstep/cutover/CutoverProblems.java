package dev.lockstep.cutover;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.time.Duration;

/** What can go wrong with a cutover or a rehearsal. */
public final class CutoverProblems {
  private CutoverProblems() {}

  static Problem tooLong(long timeoutMillis) {
    return Problem.error(
        Category.SOURCE,
        "CUTOVER-TIMEOUT",
        "the source was read-only for longer than "
            + Duration.ofMillis(timeoutMillis).toSeconds()
            + " s, and nothing was recorded by then",
        null,
        "See which step took the time; give more with --timeout, or compare less with --verify.");
  }

  static Problem aborted(String by) {
    return Problem.error(
        Category.CONFIGURATION,
        "CUTOVER-ABORTED",
        "the cutover was aborted by " + by,
        null,
        "Nothing has to be done: streaming goes on.");
  }

  static Problem fenceUnknown() {
    return Problem.error(
        Category.INTERNAL,
        "CUTOVER-FENCE-UNKNOWN",
        "the daemon ended while the hook that makes the source read-only ran; nobody knows whether"
            + " it did its work",
        null,
        "Nothing has to be done: the source was made writable again. Start the cutover again; with"
            + " cutover.idempotent-hooks such a hook is run again instead.");
  }

  /** Somebody wrote after the fence. */
  public static Problem fenceBroken(String position) {
    return Problem.error(
        Category.SOURCE,
        "CUTOVER-FENCE-BROKEN",
        "rows were changed in the source after it was made read-only",
        position,
        "Find who writes past the fence (a superuser, a session that was open before, a job), have"
            + " the hook stop it too, and start again.");
  }

  static Problem beginTooLong(long timeoutMillis) {
    return Problem.error(
        Category.SOURCE,
        "REHEARSAL-TIMEOUT",
        "the rehearsal could not begin within "
            + Duration.ofMillis(timeoutMillis).toSeconds()
            + " s",
        null,
        "See which step took the time; begin again when the lag is small, or give more with"
            + " --timeout.");
  }

  static Problem unforeseen(String step, RuntimeException e) {
    return Problem.error(
        Category.INTERNAL,
        "CUTOVER-STEP-FAILED",
        "the step '" + step + "' failed: " + e,
        null,
        "Look for this moment in the daemon's log, and report it.");
  }

  static Problem notHealed(long left) {
    return Problem.error(
        Category.TARGET,
        "REHEARSAL-NOT-HEALED",
        "items still differ from the source: " + left,
        null,
        "See that nothing writes to the target but Lockstep, then end the rehearsal again.");
  }

  /** Another process works on it. */
  public static Problem lost(String what) {
    return Problem.error(
        Category.TARGET,
        "CUTOVER-LOST",
        "another process has taken up the " + what,
        null,
        "See how it stands with the daemon that holds the lease.");
  }
}
