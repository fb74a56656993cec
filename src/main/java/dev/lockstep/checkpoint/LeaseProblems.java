package dev.lockstep.checkpoint;

import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.time.Duration;

/** What can be wrong with a lease. */
final class LeaseProblems {
  private LeaseProblems() {}

  static Problem held(String pipeline, Owner holder, Duration lease) {
    return Problem.error(
        Category.CONFIGURATION,
        "LEASE-HELD",
        "the pipeline '" + pipeline + "' is run by another daemon: " + holder.description(),
        null,
        "Stop that daemon, or wait for it; one left by a crash gives way after "
            + lease.toMillis() / 1e3
            + " s.");
  }

  static Problem lost(String pipeline) {
    return Problem.error(
        Category.TARGET,
        "LEASE-LOST",
        "another daemon has taken over the pipeline '" + pipeline + "'",
        null,
        "Let the other daemon work, or stop it; this one has to be started again.");
  }
}
