package dev.lockstep.cli;

/** The exit codes that {@link dev.lockstep.problem.Category} does not decide. */
final class ExitCode {
  /** All is good. */
  static final int GOOD = 0;

  /** The command did its work, and found something wrong. */
  static final int FINDINGS = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** Lockstep itself is wrong. */
  static final int INTERNAL = 5;

  private ExitCode() {}
}
