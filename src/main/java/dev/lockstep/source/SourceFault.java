package dev.lockstep.source;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.Optional;

/**
 * Why reading from the source stopped.
 *
 * @param problem what it was
 * @param passing whether it may pass by itself
 */
public record SourceFault(Problem problem, boolean passing) {

  /** One that somebody has to deal with. */
  public static SourceFault fatal(String code, String what, String where, String remedy) {
    return new SourceFault(Problem.error(Category.SOURCE, code, what, where, remedy), false);
  }

  /** One that may pass by itself. */
  public static SourceFault passing(String code, String what, String where, String remedy) {
    return new SourceFault(Problem.error(Category.SOURCE, code, what, where, remedy), true);
  }

  /** What Lockstep itself has said already. */
  public static Optional<SourceFault> known(Failure failure) {
    return failure
        .first(LockstepException.class)
        .map(exception -> new SourceFault(exception.problem(), false));
  }

  /** A failure of which no database has said anything: the network, or the engine. */
  public static SourceFault unexplained(Failure failure, String where) {
    return failure.isNetwork()
        ? passing("SOURCE-UNREACHABLE", failure.text(), where, "see whether the server is up")
        : passing(
            "SOURCE-ENGINE-FAILED", failure.text(), where, "see the log of Lockstep for the cause");
  }
}
