package dev.lockstep.daemon;

import dev.lockstep.cutover.CutoverSteps.Limit;
import dev.lockstep.cutover.RehearsalSteps.Healed;
import dev.lockstep.cutover.VerifyScope;

/** Compares target and source for a cutover or a rehearsal, and repairs. */
interface Comparing {

  /**
   * Compares; the pipeline is drained.
   *
   * @return in a few words, what was compared
   * @throws dev.lockstep.problem.LockstepException {@code CUTOVER-DIFFERENCES}
   */
  String require(VerifyScope scope, Limit limit) throws InterruptedException;

  /** Compares everything while changes are applied, and repairs what differs. */
  Healed heal() throws InterruptedException;
}
