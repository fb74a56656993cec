package dev.lockstep.cli;

import dev.lockstep.verify.AttributeDifference;
import dev.lockstep.verify.AttributeDifference.Shown;
import dev.lockstep.verify.Finding;
import dev.lockstep.verify.FindingCommands;
import dev.lockstep.verify.RepairResult;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.TypeResult;
import dev.lockstep.verify.VerifyReport.Unconfirmed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A verification's report for people. */
final class VerifyPage {
  private final FindingCommands commands;

  VerifyPage(Path configuration) {
    this.commands = new FindingCommands(configuration.toString());
  }

  /** How far a verification is, in a line. */
  static String progress(VerifyProgress progress) {
    Double eta = progress.etaSeconds();
    return "%s: %s compared, %s findings, %s items/s%s"
        .formatted(
            word(progress.step()),
            Quantities.count(progress.compared()),
            Quantities.count(progress.findings()),
            Quantities.count(Math.round(progress.itemsPerSecond())),
            eta == null ? "" : ", " + Quantities.seconds(eta) + " left");
  }

  /** The report, line by line. */
  List<String> lines(VerifyReport report) {
    List<String> lines = new ArrayList<>();
    for (TypeResult type : report.types()) {
      lines.add(
          "%s: %d rows, %d items, %d compared, %d missing, %d extra, %d different, %d wrong version, %d unconfirmed"
              .formatted(
                  type.itemType(),
                  type.rows(),
                  type.items(),
                  type.compared(),
                  type.missing(),
                  type.extra(),
                  type.different(),
                  type.wrongVersion(),
                  type.unconfirmed()));
    }
    report.findings().forEach(finding -> finding(lines, finding));
    if (report.found() > report.findings().size()) {
      lines.add("and " + (report.found() - report.findings().size()) + " more");
    }
    for (Unconfirmed each : report.unconfirmed()) {
      lines.add("could not be told: " + each.key() + ": " + each.reason());
    }
    repair(lines, report.repair());
    lines.add(word(report.outcome()) + (report.reason() == null ? "" : ": " + report.reason()));
    return lines;
  }

  private void finding(List<String> lines, Finding finding) {
    Object where = finding.key() == null ? finding.row() : finding.key();
    String fault =
        finding.versionFault() == null
            ? ""
            : ", _v " + word(finding.versionFault()) + stored(finding.storedVersion());
    lines.add("");
    lines.add(word(finding.kind()) + " " + where + fault);
    for (AttributeDifference each : finding.differences()) {
      lines.add(
          "  "
              + each.path()
              + ": "
              + shown(each.expected())
              + " in the source, "
              + shown(each.stored())
              + " in the target");
    }
    if (finding.problem() != null) {
      lines.add("  " + finding.problem());
    }
    commands.of(finding).forEach(command -> lines.add("  $ " + command));
  }

  private static String stored(@Nullable String version) {
    return version == null ? "" : ": " + version;
  }

  private static String shown(@Nullable Shown value) {
    if (value == null) {
      return "nothing";
    }
    return value.type() + " " + (value.text() == null ? "(masked)" : value.text());
  }

  private static void repair(List<String> lines, @Nullable RepairResult repair) {
    if (repair == null) {
      return;
    }
    lines.add("");
    lines.add(summary(repair));
    for (RepairResult.Repaired each : repair.examples()) {
      if (each.reason() != null) {
        lines.add("  left: " + each.key() + ": " + each.reason());
      }
    }
  }

  /** What a repair did, in a sentence. */
  static String summary(RepairResult repair) {
    return "%s: %d put, %d deleted, %d right meanwhile, %d left"
        .formatted(
            repair.planned() ? "a repair would do" : "repaired",
            repair.put(),
            repair.deleted(),
            repair.settled(),
            repair.left());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
