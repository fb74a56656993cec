package dev.lockstep.flow;

import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.util.Collection;
import java.util.TreeSet;

/** Why a changed mapping cannot be taken up without a load. */
public final class RemapProblems {
  /** What always helps. */
  public static final String RELOAD =
      "Start with 'lockstep run --reload': the source is read afresh, and items that are right stay"
          + " as they are.";

  private RemapProblems() {}

  /** What has changed is not known. */
  public static Problem mappingChanged() {
    return mappingChanged(
        "the mapping is not the one that the kept rows and the items were made with, and what has"
            + " changed in it is not known");
  }

  static Problem ambiguous(Collection<String> pairs) {
    return mappingChanged(
        "the mapping has changed, and items of a type that changes cannot be told by their keys from"
            + " those of one that stays: "
            + String.join(", ", pairs));
  }

  private static Problem mappingChanged(String what) {
    return Problem.error(
        Category.CONFIGURATION,
        "MAPPING-CHANGED",
        what,
        "mapping",
        "Bring the old mapping back, or: " + RELOAD);
  }

  static Problem incomplete(Collection<TableId> tables) {
    return Problem.error(
        Category.CONFIGURATION,
        "ROW-STORE-INCOMPLETE",
        "the row store lacks rows or columns that the mapping needs now of "
            + new TreeSet<>(tables),
        "data-dir",
        RELOAD);
  }
}
