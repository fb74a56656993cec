package dev.lockstep.cli;

import dev.lockstep.admin.AdminClient;
import dev.lockstep.admin.Json;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    header = "Show how the running daemon stands: phase, lag, load, counters.",
    description = {
      "",
      "Asks the daemon over its admin API (admin.listen and admin.token of the "
          + "configuration).",
      "",
      "Exits with 0 if the pipeline works, 1 if it has failed, 2 if no daemon " + "answers."
    },
    footer = {"", "Example:", "  lockstep status --output json | jq .lag.seconds"})
final class StatusCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    AdminEndpoint admin = session.operations().settings(options.config()).admin();
    AdminClient daemon = Daemon.client(admin);
    PipelineStatus status = daemon.status();
    if (options.json()) {
      session.terminal().line(Json.indented(status));
    } else {
      new StatusPage(session.terminal()).print(status, daemon.address());
    }
    return status.phase() == Phase.FAILED ? ExitCode.FINDINGS : ExitCode.GOOD;
  }
}
