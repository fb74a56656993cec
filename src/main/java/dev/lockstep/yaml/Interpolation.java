package dev.lockstep.yaml;

/**
 * Replaces references such as <code>${env:NAME}</code> in every scalar value while a file is read.
 */
@FunctionalInterface
public interface Interpolation {
  /** Leaves everything as it is written. */
  Interpolation NONE = (text, place) -> text;

  /**
   * The value that a text stands for.
   *
   * @throws dev.lockstep.problem.LockstepException if it cannot be resolved; its problems are
   *     reported with all others, and the value counts as empty text
   */
  String resolve(String text, Place place);
}
