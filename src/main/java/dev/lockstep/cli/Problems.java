package dev.lockstep.cli;

import dev.lockstep.problem.Problem;
import dev.lockstep.problem.Problem.Severity;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints problems for people: what, where, and what to do. */
final class Problems {
  private final Terminal terminal;

  Problems(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(List<Problem> problems, PrintWriter to) {
    problems.forEach(problem -> print(problem, to));
    to.flush();
  }

  private void print(Problem problem, PrintWriter to) {
    String severity = problem.severity().name().toLowerCase(Locale.ROOT);
    to.println(marked(problem.severity(), severity) + " " + terminal.bold(problem.code()));
    detail(to, "what", problem.what());
    detail(to, "where", problem.where());
    detail(to, "do", problem.remedy());
    to.println();
  }

  private void detail(PrintWriter to, String name, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      String label = terminal.dim(String.format(Locale.ROOT, "%-5s", name));
      to.println("  " + label + "  " + text.replace("\n", "\n         "));
    }
  }

  private String marked(Severity severity, String text) {
    return switch (severity) {
      case ERROR -> terminal.red(text);
      case WARNING -> terminal.yellow(text);
      case INFO -> terminal.cyan(text);
    };
  }

  /** How many there are of each severity: {@code 2 errors, 1 warning}. */
  static String count(List<Problem> problems) {
    long errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).count();
    long warnings = problems.stream().filter(p -> p.severity() == Severity.WARNING).count();
    return Quantities.count(errors, "error") + ", " + Quantities.count(warnings, "warning");
  }
}
