package dev.lockstep.cli;

import dev.lockstep.verify.Finding;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.TypeResult;
import java.util.Locale;

/** A verification's report for people. */
final class VerifyPage {
  private final Terminal terminal;

  VerifyPage(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(VerifyReport report) {
    for (TypeResult type : report.types()) {
      terminal.line(
          "%s: %d rows, %d items, %d compared, %d findings, %d could not be told"
              .formatted(
                  type.itemType(),
                  type.rows(),
                  type.items(),
                  type.compared(),
                  type.findings(),
                  type.unconfirmed()));
    }
    for (Finding finding : report.findings()) {
      terminal.line(
          "  "
              + word(finding.kind())
              + " "
              + (finding.key() == null ? finding.row() : finding.key()));
    }
    terminal.line(word(report.outcome()) + (report.reason() == null ? "" : ": " + report.reason()));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
