package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.checkpoint.Desired;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of an order, as text or JSON. */
final class SteeringPage {
  private final Terminal terminal;
  private final boolean json;

  SteeringPage(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  /** An order that no daemon has taken yet. */
  void left(Desired wanted) {
    Desired.@Nullable Pause pause = wanted.pause();
    if (json) {
      Map<String, Object> page = new LinkedHashMap<>();
      page.put("paused", pause != null);
      page.put("until", pause == null || pause.until() == null ? null : pause.until().toString());
      page.put("daemon", false);
      terminal.line(Json.indented(page));
      return;
    }
    terminal.line(
        terminal.green("✓") + (pause == null ? " resumed" : " paused" + until(pause.until())));
    terminal.line(
        "  "
            + terminal.dim(
                "no daemon answers here: it stands in the control table, where one finds it"));
  }

  private static String until(@Nullable Object until) {
    return until == null ? ", until 'lockstep resume'" : ", until " + until;
  }

  /** An order to pause that a daemon has taken. */
  void paused(PipelineStatus status) {
    PipelineStatus.Pause pause = status.pause();
    if (status.phase() == Phase.PAUSED && pause != null) {
      terminal.line(terminal.green("✓") + " paused" + until(pause.until()));
      if (status.checkpoint() != null) {
        terminal.line("  checkpoint  " + status.checkpoint());
      }
    } else if (pause != null && status.owner() != null) {
      terminal.line(terminal.green("✓") + " pause ordered" + until(pause.until()));
      terminal.line("  " + terminal.dim("this daemon stands by; " + status.owner() + " obeys"));
    } else {
      terminal.line(
          terminal.yellow("!")
              + " not paused yet: "
              + status.pipeline()
              + " is "
              + status.phase().label());
      if (status.error() != null) {
        new Problems(terminal).print(List.of(status.error()), terminal.out());
      }
    }
  }
}
