package dev.lockstep.cli;

import dev.lockstep.demo.Verdict;
import dev.lockstep.verify.AttributeDifference;
import dev.lockstep.verify.Finding;
import java.util.List;
import java.util.Locale;

/** Differences in words, without their values. */
final class Differences {
  private Differences() {}

  /** {@code missing}, {@code extra}, {@code different} and so on. */
  static String kind(Finding finding) {
    return finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The item, or the row that makes none. */
  static String subject(Finding finding) {
    return String.valueOf(finding.key() == null ? finding.row() : finding.key());
  }

  /** Where the contents differ. */
  static List<String> paths(Finding finding) {
    return finding.differences().stream().map(AttributeDifference::path).toList();
  }

  static void print(Verdict verdict, Terminal terminal) {
    for (Finding finding : verdict.findings()) {
      String paths = String.join(", ", paths(finding));
      terminal.line(
          "  "
              + terminal.red(kind(finding))
              + "  "
              + subject(finding)
              + (paths.isEmpty() ? "" : ": " + paths));
    }
    long more = verdict.different() - verdict.findings().size();
    if (more > 0) {
      terminal.line("  and " + Quantities.count(more) + " more");
    }
  }
}
