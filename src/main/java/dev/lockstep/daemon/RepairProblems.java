package dev.lockstep.daemon;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;

/** Why nothing is repaired. */
final class RepairProblems {
  private RepairProblems() {}

  /** The lease is lost, or the target takes over at this moment. */
  static Problem notWriting() {
    return refused(
        "REPAIR-MAY-NOT-WRITE",
        "this process may not write to the target: it has lost the lease, or a cutover is under way",
        "See 'lockstep status', and repair where the pipeline runs; '--repair=plan' works at any"
            + " time.");
  }

  /** Whoever was switched to the target has the right to it. */
  static Problem afterCutover(String pipeline, CutOverFact fact) {
    return refused(
        "REPAIR-AFTER-CUTOVER",
        "pipeline '"
            + pipeline
            + "' was cut over at "
            + fact.at()
            + " by "
            + fact.by()
            + ": the target is the truth now, and a repair would undo what was written to it since",
        "'--repair=plan' shows what differs. To overwrite the target from the source all the same,"
            + " add --force.");
  }

  /** Whoever rehearses has the target to himself. */
  static Problem inRehearsal() {
    return refused(
        "REPAIR-IN-REHEARSAL",
        "a rehearsal has the target to itself, and a repair would undo what it writes",
        "'lockstep rehearse end' repairs everything. To overwrite the target now all the same, add"
            + " --force.");
  }

  /** Nobody knows yet what the items should be. */
  static Problem notLoaded(String reason) {
    return refused(
        "REPAIR-NOT-LOADED",
        "nothing can be repaired yet: " + reason,
        "Run the pipeline until it streams.");
  }

  private static Problem refused(String code, String what, String remedy) {
    return Problem.error(Category.CONFIGURATION, code, what, null, remedy);
  }
}
