package dev.lockstep.daemon;

import dev.lockstep.cutover.Cutover;
import dev.lockstep.cutover.Rehearsal;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;

/** What can be wrong with what an operator asks of a handover. */
final class HandoverProblems {
  private HandoverProblems() {}

  static Problem cutoverThere(Cutover cutover) {
    return refused(
        "CUTOVER-THERE",
        "there is a cutover already, which is " + cutover.status().label(),
        "See 'lockstep cutover --show'; abort it, or let it end.");
  }

  static Problem rehearsalThere(Rehearsal rehearsal) {
    return refused(
        "REHEARSAL-THERE",
        "there is a rehearsal, which is " + rehearsal.status().label(),
        "End it first, with 'lockstep rehearse end'.");
  }

  static Problem noCutover() {
    return refused("CUTOVER-MISSING", "there is no cutover", "Begin one with 'lockstep cutover'.");
  }

  static Problem noRehearsal() {
    return refused(
        "REHEARSAL-MISSING",
        "there is no rehearsal that could be ended",
        "Begin one with 'lockstep rehearse begin'; one that is beginning can be ended when the"
            + " pipeline is paused.");
  }

  static Problem tooLate(Cutover cutover) {
    return refused(
        "CUTOVER-STATUS",
        "that makes no sense any more: the cutover is " + cutover.status().label(),
        "See 'lockstep cutover --show'.");
  }

  static Problem notYet() {
    return refused(
        "HANDOVER-NOT-YET",
        "this daemon does not hold the pipeline's lease yet",
        "Try again in a moment.");
  }

  private static Problem refused(String code, String what, String remedy) {
    return Problem.error(Category.CONFIGURATION, code, what, null, remedy);
  }
}
