package dev.lockstep.apply;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;

/** What an outage of the target looks like to who asks it for something. */
public final class Outages {
  private Outages() {}

  /** No answer. */
  public static LockstepException unreachable() {
    return new LockstepException(
        Problem.error(Category.TARGET, "TARGET-UNREACHABLE", "out of reach", null, "Wait for it."));
  }
}
