package dev.lockstep.inspect;

import dev.lockstep.problem.Problem;
import dev.lockstep.problem.Problem.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What a check found, part by part.
 *
 * @param parts in the order in which they were checked
 */
public record Findings(List<Part> parts) {

  /**
   * One part of the check.
   *
   * @param name {@code configuration}, {@code source}, {@code mapping} or {@code target}
   * @param state whether it could be checked, and with what result
   * @param summary what was found there, in a few words: {@code PostgreSQL 17.11, 5 tables}
   * @param problems all that should be done something about
   */
  public record Part(String name, State state, String summary, List<Problem> problems) {

    /** A part that was checked; its state follows from its problems. */
    public static Part checked(String name, String summary, List<Problem> problems) {
      boolean failed = problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
      return new Part(name, failed ? State.FAILED : State.PASSED, summary, List.copyOf(problems));
    }

    /** A part that could not be checked for what another part lacks. */
    public static Part skipped(String name, String reason) {
      return new Part(name, State.SKIPPED, reason, List.of());
    }
  }

  /** How a part came out. */
  public enum State {
    /** No errors; maybe warnings. */
    PASSED,
    /** At least one error. */
    FAILED,
    /** Could not be checked. */
    SKIPPED
  }

  /** All problems in the order of the parts. */
  public List<Problem> problems() {
    return parts.stream().flatMap(part -> part.problems().stream()).toList();
  }

  /** The first error, if any. */
  public Optional<Problem> firstError() {
    return problems().stream().filter(p -> p.severity() == Severity.ERROR).findFirst();
  }
}
