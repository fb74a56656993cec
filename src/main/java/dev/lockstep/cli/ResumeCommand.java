package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.checkpoint.Desired;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.Settings;
import dev.lockstep.problem.LockstepException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "resume",
    header = "End a pause: the pipeline goes on from its checkpoint.",
    description = {
      "",
      "Connects anew and reads the mapping anew, as a start does. Goes through the running daemon; "
          + "if none answers on admin.listen, the end of the pause is left in the control table.",
      "",
      "Harmless if the pipeline is not paused."
    },
    footer = {"", "Example:", "  lockstep resume --config shop/lockstep.yaml"})
final class ResumeCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  ResumeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path config = options.config();
    Settings settings = session.operations().settings(config);
    try {
      show(Daemon.client(settings.admin()).order("/resume", Daemon.operator(), Map.of()));
    } catch (LockstepException e) {
      if (!Daemon.isAway(e)) {
        throw e;
      }
      Desired wanted =
          session.operations().steer(config, steering -> steering.resume(Daemon.operator()));
      new SteeringPage(session.terminal(), options.json()).left(wanted);
    }
    return ExitCode.GOOD;
  }

  private void show(PipelineStatus status) {
    if (options.json()) {
      session.terminal().line(Json.indented(status));
    } else {
      session.terminal().line(session.terminal().green("✓") + " resumed  " + status.pipeline());
    }
  }
}
