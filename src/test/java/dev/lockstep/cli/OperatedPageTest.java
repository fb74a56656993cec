package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.PipelineStatus.BudgetLevel;
import dev.lockstep.daemon.PipelineStatus.Counters;
import dev.lockstep.daemon.PipelineStatus.JournalEntry;
import dev.lockstep.daemon.PipelineStatus.Lag;
import dev.lockstep.daemon.PipelineStatus.Pause;
import dev.lockstep.daemon.PipelineStatus.PauseBudget;
import dev.lockstep.daemon.PipelineStatus.Throttle;
import dev.lockstep.flow.LoadReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatedPageTest {
  private final List<String> lines = new ArrayList<>();

  @Test
  void aPipelineThatNobodyHasTouchedHasNothingToTell() {
    print(PipelineStatus.bare("shop", Phase.STREAMING, null));

    assertThat(lines).isEmpty();
  }

  @Test
  void whatOperatorsOrderedAndHowLongTheSourceCanWaitIsThere() {
    print(
        new PipelineStatus(
            "shop",
            Phase.PAUSED,
            Lag.UNKNOWN,
            null,
            null,
            LoadReport.NONE,
            Counters.ZERO,
            0,
            null,
            null,
            null,
            null,
            "host-1, process 7",
            new Pause("2026-05-31T12:00:00Z", "2026-05-31T14:00:00Z", "ann@desk", "rehearsal"),
            new PauseBudget(BudgetLevel.WARNING, 7.0, "max_slot_wal_keep_size", 4096L, 1.0),
            new Throttle(500.0, 16),
            List.of(
                new JournalEntry(2, "2026-05-31T12:00:00Z", "ann@desk", "pause", Map.of()),
                new JournalEntry(1, "2026-05-31T11:00:00Z", "bob@desk", "throttle", Map.of())),
            null,
            null,
            null));

    assertThat(lines)
        .containsExactly(
            "owner: host-1, process 7",
            "paused: since 2026-05-31T12:00:00Z by ann@desk, until 2026-05-31T14:00:00Z: rehearsal",
            "can wait: 7.0 s more, max_slot_wal_keep_size",
            "throttled to: 500 write units a second, 16 writes in flight",
            "journal: 2026-05-31T12:00:00Z  pause by ann@desk",
            ": 2026-05-31T11:00:00Z  throttle by bob@desk");
  }

  private void print(PipelineStatus status) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    Terminal terminal = new Terminal(nowhere, nowhere, false, false);
    new OperatedPage(terminal, (name, value) -> lines.add(name + ": " + value)).print(status);
  }
}
