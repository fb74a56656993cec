package dev.lockstep.cli;

import dev.lockstep.cutover.Check;
import dev.lockstep.cutover.Cutover.Failure;
import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.CutoverReport.Entry;
import dev.lockstep.cutover.CutoverStatus;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.cutover.RehearsalStatus;
import dev.lockstep.cutover.TimedStep.Outcome;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A cutover or a rehearsal as lines of text, each step as soon as it has ended. */
final class HandoverPage {
  private final Terminal terminal;
  private int shown;

  HandoverPage(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Steps that were shown before. */
  void skip(List<Entry> timeline) {
    while (shown < timeline.size() && timeline.get(shown).outcome() != Outcome.RUNNING) {
      shown++;
    }
  }

  /** Prints the steps that have ended since the last call. */
  void steps(List<Entry> timeline) {
    while (shown < timeline.size() && timeline.get(shown).outcome() != Outcome.RUNNING) {
      step(timeline.get(shown));
      shown++;
    }
  }

  private void step(Entry step) {
    String mark =
        switch (step.outcome()) {
          case DONE -> terminal.green("✓");
          case FAILED -> terminal.red("✗");
          case RUNNING, UNKNOWN -> terminal.yellow("?");
        };
    terminal.line(
        mark
            + String.format(Locale.ROOT, " %-9s %7s", step.step(), seconds(step.seconds()))
            + (step.detail() == null ? "" : "  " + terminal.dim(step.detail())));
  }

  private static String seconds(@Nullable Double seconds) {
    return seconds == null ? "" : Quantities.seconds(seconds);
  }

  /** What is looked at before a cutover. */
  void checks(List<Check> checks) {
    for (Check check : checks) {
      terminal.line(
          (check.good() ? terminal.green("✓") : terminal.red("✗"))
              + String.format(Locale.ROOT, " %-24s ", check.name())
              + check.found());
      if (!check.good()) {
        terminal.line("    → " + check.remedy());
      }
    }
  }

  /** How a cutover stands, after its steps. */
  void end(CutoverReport report) {
    terminal.line("");
    switch (CutoverStatus.of(report.status())) {
      case CUT_OVER -> {
        terminal.line(terminal.green("cut over") + " at " + report.decidedAt());
        terminal.line("  fence to record  " + seconds(report.fenceToRecordSeconds()));
        terminal.line("  write downtime   " + seconds(report.writeDowntimeSeconds()));
      }
      case ROLLED_BACK -> {
        terminal.line(terminal.yellow("rolled back") + ": streaming goes on");
        if (report.writeDowntimeSeconds() != null) {
          terminal.line("  write downtime   " + seconds(report.writeDowntimeSeconds()));
        }
      }
      case SWITCH_UNKNOWN -> {
        terminal.line(terminal.red("nobody knows whether traffic was switched"));
        terminal.line("  If it was:  lockstep cutover --switched");
        terminal.line("  If not:     lockstep cutover --switch-again, or --abort");
      }
      case UNFENCE_FAILED -> {
        terminal.line(terminal.red("rolled back, but the source is read-only still"));
        terminal.line("  Correct the hook and try again:  lockstep cutover --abort");
      }
      default -> terminal.line("the cutover is " + report.status() + ", at " + report.step());
    }
    failure(report.failure());
  }

  private void failure(@Nullable Failure failure) {
    if (failure != null) {
      terminal.line(
          "  " + terminal.red(failure.code()) + " at " + failure.step() + ": " + failure.what());
      terminal.line("    → " + failure.remedy());
    }
  }

  /** How a rehearsal stands, after its steps. */
  void end(RehearsalReport report) {
    terminal.line("");
    switch (RehearsalStatus.of(report.status())) {
      case RUNNING -> {
        terminal.line(terminal.green("paused") + " at " + report.position());
        terminal.line("  The target is yours. Go back to the source when you are done, then:");
        terminal.line("  lockstep rehearse end");
      }
      case ENDED -> {
        terminal.line(terminal.green("rehearsal ended"));
        figures(report);
      }
      case FAILED -> terminal.line(terminal.red("the rehearsal did not begin"));
      case END_FAILED -> {
        terminal.line(terminal.red("the rehearsal could not be ended yet"));
        figures(report);
        terminal.line("  Try again:  lockstep rehearse end");
      }
      default -> terminal.line("the rehearsal is " + report.status() + ", at " + report.step());
    }
    failure(report.failure());
  }

  private void figures(RehearsalReport report) {
    field("paused for", seconds(report.pausedSeconds()));
    field(
        "backlog",
        report.backlogBytes() == null ? "unknown" : Quantities.bytes(report.backlogBytes()));
    field("caught up in", seconds(report.catchUpSeconds()));
    field("items compared", count(report.itemsCompared()));
    field("items healed", count(report.itemsHealed()));
    field("differences left", count(report.differencesLeft()));
  }

  private void field(String name, String value) {
    terminal.line(String.format(Locale.ROOT, "  %-17s ", name) + value);
  }

  private static String count(@Nullable Long count) {
    return count == null ? "unknown" : Quantities.count(count);
  }
}
