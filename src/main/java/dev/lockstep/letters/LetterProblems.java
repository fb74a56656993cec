package dev.lockstep.letters;

import dev.lockstep.item.ItemKey;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;

/** What is wrong with dead letters themselves. */
final class LetterProblems {
  private LetterProblems() {}

  static Problem full(int open, int more, int limit) {
    return Problem.error(
        Category.DATA,
        "DEAD-LETTERS-FULL",
        open
            + " dead letters are open, "
            + more
            + " more are to be stored, and apply.max-dead-letters is "
            + limit,
        "apply.max-dead-letters",
        "See 'lockstep dead-letters list' for what they have in common; correct the mapping or the"
            + " rows, or raise apply.max-dead-letters, and start again: nothing is lost.");
  }

  static Problem openUnderHalt(int open) {
    return Problem.warning(
        Category.DATA,
        "DEAD-LETTERS-OPEN",
        open
            + " dead letters are open from a time when apply.on-bad-row was dead-letter; their items"
            + " are missing or stale",
        "apply.on-bad-row",
        "They are kept, and close when their rows can be mapped again. See 'lockstep dead-letters"
            + " list'; replay or drop them.");
  }

  static Problem sentInPart(ItemKey item) {
    return Problem.error(
        Category.DATA,
        "ROW-SENT-IN-PART",
        "the source left out large values that did not change, and the item does not have them,"
            + " because an earlier write of it was refused",
        item.toString(),
        "Run 'lockstep dead-letters replay', which reads the whole row; with REPLICA IDENTITY FULL"
            + " the source leaves nothing out.");
  }

  static Problem unreadable(String id, RuntimeException e) {
    return Problem.error(
        Category.INTERNAL,
        "DEAD-LETTER-UNREADABLE",
        "a dead letter in the control table cannot be read: " + e.getMessage(),
        id,
        "It may be of a later version of Lockstep: use that one.");
  }

  static Problem contended(String id) {
    return Problem.error(
        Category.TARGET,
        "DEAD-LETTER-CONTENDED",
        "a dead letter could not be stored, because somebody else keeps on changing it",
        id,
        "See that one daemon alone runs this pipeline, and start again: nothing is lost.");
  }

  static Problem contentUnwritable(Path file, IOException e) {
    return Problem.error(
        Category.CONFIGURATION,
        "DATA-DIR-UNUSABLE",
        "the content of a dead letter cannot be kept in " + file + ": " + e,
        "data-dir",
        "Name a folder that this user may write to, on a disk with room.");
  }
}
