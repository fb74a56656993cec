package dev.lockstep.problem;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries problems to the edge that reports them. */
public final class LockstepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** One problem. */
  public LockstepException(Problem problem) {
    this(List.of(problem), null);
  }

  /** One problem and what raised it. */
  public LockstepException(Problem problem, @Nullable Throwable cause) {
    this(List.of(problem), cause);
  }

  /** Several problems found together; at least one. */
  public LockstepException(List<Problem> problems, @Nullable Throwable cause) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an exception without a problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong; at least one. */
  public List<Problem> problems() {
    return problems;
  }

  /** The first problem, which decides the exit code. */
  public Problem problem() {
    return problems.get(0);
  }
}
