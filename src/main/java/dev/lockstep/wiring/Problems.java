package dev.lockstep.wiring;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.problem.Problem.Severity;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of problems that a check returned. */
public final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /**
   * Throws if there are errors.
   *
   * @throws LockstepException with all errors
   */
  public static void throwErrors(List<Problem> problems) {
    List<Problem> errors =
        problems.stream().filter(problem -> problem.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      throw new LockstepException(errors, null);
    }
  }

  /**
   * Logs warnings, throws if there are errors.
   *
   * @throws LockstepException with all errors
   */
  public static void logOrThrow(List<Problem> problems) {
    problems.stream()
        .filter(problem -> problem.severity() == Severity.WARNING)
        .forEach(problem -> log.warn("{}", problem));
    throwErrors(problems);
  }
}
