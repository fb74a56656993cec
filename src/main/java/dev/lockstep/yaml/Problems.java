package dev.lockstep.yaml;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what is wrong, so that a user sees all of it at once. Not thread-safe. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /** Adds an error of the configuration. */
  public void error(String code, String what, Place where, String remedy) {
    add(Problem.error(Category.CONFIGURATION, code, what, where.toString(), remedy));
  }

  /** Adds a warning about the configuration. */
  public void warning(String code, String what, Place where, String remedy) {
    add(Problem.warning(Category.CONFIGURATION, code, what, where.toString(), remedy));
  }

  /** Adds something about the configuration that is worth knowing. */
  public void info(String code, String what, Place where, String remedy) {
    Problem.Severity info = Problem.Severity.INFO;
    add(new Problem(code, info, Category.CONFIGURATION, what, where.toString(), remedy));
  }

  /** Adds a problem. */
  public void add(Problem problem) {
    found.add(problem);
  }

  /** Adds several problems. */
  public void addAll(Collection<Problem> problems) {
    found.addAll(problems);
  }

  /** All that was found, in the order of finding. */
  public List<Problem> all() {
    return List.copyOf(found);
  }

  /** What stops the work. */
  public List<Problem> errors() {
    return found.stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
  }

  /** What does not stop the work. */
  public List<Problem> warnings() {
    return found.stream().filter(p -> p.severity() != Problem.Severity.ERROR).toList();
  }

  /**
   * Ends the work if there is an error.
   *
   * @throws LockstepException with all errors
   */
  public void throwIfErrors() {
    List<Problem> errors = errors();
    if (!errors.isEmpty()) {
      throw new LockstepException(errors, null);
    }
  }
}
