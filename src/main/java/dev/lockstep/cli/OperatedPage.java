package dev.lockstep.cli;

import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.PipelineStatus.BudgetLevel;
import dev.lockstep.daemon.PipelineStatus.JournalEntry;
import dev.lockstep.daemon.PipelineStatus.Pause;
import dev.lockstep.daemon.PipelineStatus.PauseBudget;
import dev.lockstep.daemon.PipelineStatus.Throttle;
import dev.lockstep.verify.VerifyProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What of a status is about its operators: what they ordered, and what they have to look at. */
final class OperatedPage {
  private final Terminal terminal;
  private final BiConsumer<String, String> field;

  /**
   * @param field prints a name and a value
   */
  OperatedPage(Terminal terminal, BiConsumer<String, String> field) {
    this.terminal = terminal;
    this.field = field;
  }

  void print(PipelineStatus status) {
    if (status.owner() != null) {
      field.accept("owner", status.owner());
    }
    pause(status.pause());
    budget(status.pauseBudget());
    throttle(status.throttle());
    verify(status.verify());
    if (status.rehearsal() != null) {
      field.accept("rehearsal", status.rehearsal().status() + ", " + status.rehearsal().step());
    }
    if (status.cutover() != null) {
      field.accept("cutover", status.cutover().status() + ", " + status.cutover().step());
    }
    journal(status.journal());
  }

  private void pause(@Nullable Pause pause) {
    if (pause != null) {
      field.accept(
          "paused",
          "since "
              + pause.since()
              + " by "
              + pause.who()
              + (pause.until() == null ? "" : ", until " + pause.until())
              + (pause.reason() == null ? "" : ": " + pause.reason()));
    }
  }

  private void budget(@Nullable PauseBudget budget) {
    if (budget != null) {
      String left =
          budget.seconds() == null ? "" : Quantities.seconds(budget.seconds()) + " more, ";
      field.accept("can wait", coloured(budget.level(), left + budget.reason()));
    }
  }

  private String coloured(BudgetLevel level, String text) {
    return switch (level) {
      case GOOD, UNKNOWN -> text;
      case WARNING -> terminal.yellow(text);
      case ALARM -> terminal.red(text);
    };
  }

  private void throttle(Throttle throttle) {
    List<String> parts = new ArrayList<>();
    if (throttle.writeUnitsPerSecond() != null) {
      parts.add(
          String.format(Locale.ROOT, "%.0f write units a second", throttle.writeUnitsPerSecond()));
    }
    if (throttle.maxInFlight() != null) {
      parts.add(Quantities.count(throttle.maxInFlight(), "write") + " in flight");
    }
    if (!parts.isEmpty()) {
      field.accept("throttled to", String.join(", ", parts));
    }
  }

  private void verify(@Nullable VerifyProgress verify) {
    if (verify != null) {
      String found = Quantities.count(verify.findings(), "difference");
      field.accept(
          "verification",
          verify.state().name().toLowerCase(Locale.ROOT)
              + ", "
              + (verify.findings() == 0 ? found : terminal.red(found))
              + (verify.etaSeconds() == null
                  ? ""
                  : ", " + Quantities.seconds(verify.etaSeconds()) + " to go"));
    }
  }

  private void journal(List<JournalEntry> journal) {
    for (int i = 0; i < journal.size(); i++) {
      JournalEntry entry = journal.get(i);
      field.accept(
          i == 0 ? "journal" : "", entry.at() + "  " + entry.what() + " by " + entry.who());
    }
  }
}
