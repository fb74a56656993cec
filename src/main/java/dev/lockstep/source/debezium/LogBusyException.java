package dev.lockstep.source.debezium;

import dev.lockstep.problem.Problem;

/** Somebody else reads what only one may read: perhaps what is left of our own last connection. */
final class LogBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  LogBusyException(Problem problem) {
    super(problem.what());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
