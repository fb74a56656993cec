package dev.lockstep.cli;

import dev.lockstep.admin.AdminClient;
import dev.lockstep.admin.Json;
import dev.lockstep.checkpoint.Desired;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.Settings;
import dev.lockstep.daemon.Steering;
import dev.lockstep.problem.LockstepException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "pause",
    header = "Hold the pipeline: nothing is written until 'lockstep resume'.",
    description = {
      "",
      "What is in flight is finished, the checkpoint is stored, and nothing more is read. The "
          + "daemon stays, with its lease and its admin API, and the source keeps its log for as "
          + "long as it can: 'lockstep status' says for how long. The pause outlives the daemon: "
          + "one that is started meanwhile stays paused.",
      "",
      "Goes through the running daemon and waits until the target stands still. If none answers "
          + "on admin.listen, the pause is left in the control table: a daemon elsewhere finds it "
          + "there within a third of lease.duration, one that is started later at once.",
      "",
      "An initial load cannot be paused, since it could not be continued: see 'throttle'."
    },
    footer = {"", "Example:", "  lockstep pause --max-duration 4h --reason 'rehearsal'"})
final class PauseCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 100;

  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--max-duration",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Resume by itself after this time, for example 90s, 30m, 4h, 2d.")
  private @Nullable Duration maxDuration;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for others to read.")
  private @Nullable String reason;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = TimeConverter.class,
      description =
          "How long to wait until the target stands still; the pause is ordered in any case. "
              + "Default: ${DEFAULT-VALUE}.")
  private Duration limit = Duration.ofMinutes(5);

  PauseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path config = options.config();
    Settings settings = session.operations().settings(config);
    AdminClient daemon = Daemon.client(settings.admin());
    try {
      daemon.order("/pause", Daemon.operator(), body());
    } catch (LockstepException e) {
      if (!Daemon.isAway(e)) {
        throw e;
      }
      return leave(config);
    }
    return show(settled(daemon));
  }

  private Map<String, String> body() {
    Map<String, String> body = new LinkedHashMap<>();
    if (maxDuration != null) {
      body.put("maxDuration", maxDuration.toString());
    }
    if (reason != null) {
      body.put("reason", reason);
    }
    return body;
  }

  private int leave(Path config) {
    Steering.Pause order = new Steering.Pause(maxDuration, reason);
    Desired wanted =
        session.operations().steer(config, steering -> steering.pause(Daemon.operator(), order));
    new SteeringPage(session.terminal(), options.json()).left(wanted);
    return ExitCode.GOOD;
  }

  /** Until it is paused, or does not want to be any more, or the time is over. */
  private PipelineStatus settled(AdminClient daemon) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Following following = Following.on(session.terminal());
    PipelineStatus status = following.ask(daemon::status);
    while (!isOver(status) && System.nanoTime() - deadline < 0) {
      Thread.sleep(POLL_MILLIS);
      status = following.ask(daemon::status);
    }
    return status;
  }

  private static boolean isOver(PipelineStatus status) {
    return status.phase() == Phase.PAUSED
        || status.phase() == Phase.FAILED
        || status.pause() == null
        || status.owner() != null;
  }

  private int show(PipelineStatus status) {
    if (options.json()) {
      session.terminal().line(Json.indented(status));
    } else {
      new SteeringPage(session.terminal(), false).paused(status);
    }
    return status.phase() == Phase.PAUSED || status.owner() != null
        ? ExitCode.GOOD
        : ExitCode.FINDINGS;
  }
}
