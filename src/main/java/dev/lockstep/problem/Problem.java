package dev.lockstep.problem;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong.
 *
 * @param code stable, upper-case with dashes, for example {@code SLOT-MISSING}; documented in
 *     docs/errors.md
 * @param severity whether it stops the work
 * @param category whose problem it is
 * @param what one sentence: what is wrong and why; never holds a secret
 * @param where the place: {@code file:line (path)}, a table, a key, a position; absent if the
 *     sentence says it
 * @param remedy what to do about it, imperative
 */
public record Problem(
    String code,
    Severity severity,
    Category category,
    String what,
    @Nullable String where,
    String remedy) {

  /** Whether a problem stops the work. */
  public enum Severity {
    /** The work cannot be done, or not rightly. */
    ERROR,
    /** The work can be done; somebody should look. */
    WARNING,
    /** Worth knowing. */
    INFO
  }

  /** An error. */
  public static Problem error(
      Category category, String code, String what, @Nullable String where, String remedy) {
    return new Problem(code, Severity.ERROR, category, what, where, remedy);
  }

  /** A warning. */
  public static Problem warning(
      Category category, String code, String what, @Nullable String where, String remedy) {
    return new Problem(code, Severity.WARNING, category, what, where, remedy);
  }

  /** The problem in one paragraph, as logs and terminals show it. */
  @Override
  public String toString() {
    return code + (where == null ? "" : " at " + where) + ": " + what + " → " + remedy;
  }
}
