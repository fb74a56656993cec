package dev.lockstep.cli;

import dev.lockstep.verify.Difference;
import dev.lockstep.verify.Verdict;
import java.util.Locale;

/** Differences in words. */
final class Differences {
  private Differences() {}

  /** {@code missing}, {@code extra}, {@code unequal} or {@code ambiguous}. */
  static String kind(Difference difference) {
    return difference.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  static void print(Verdict verdict, Terminal terminal) {
    for (Difference difference : verdict.differences()) {
      terminal.line("  " + terminal.red(kind(difference)) + "  " + inWords(difference));
    }
    long more = verdict.different() - verdict.differences().size();
    if (more > 0) {
      terminal.line("  and " + Quantities.count(more) + " more");
    }
  }

  private static String inWords(Difference difference) {
    String detail =
        difference instanceof Difference.Unequal unequal
            ? ": " + String.join(", ", unequal.attributes())
            : "";
    return difference.key() + detail;
  }
}
