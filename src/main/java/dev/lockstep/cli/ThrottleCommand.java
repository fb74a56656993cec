package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.PipelineStatus.Throttle;
import dev.lockstep.daemon.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "throttle",
    header = "Change how fast the running pipeline may write, at once.",
    description = {
      "",
      "Holds until it is changed again, also for a daemon that is started later or takes over; "
          + "'--as-configured' goes back to what lockstep.yaml says."
    },
    footer = {
      "",
      "Examples:",
      "  lockstep throttle 500",
      "  lockstep throttle 500 --max-in-flight 32",
      "  lockstep throttle --as-configured"
    })
final class ThrottleCommand implements Callable<Integer> {
  private final Session session;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "UNITS",
      description = "Write units per second over all tables and indexes; 0 is unlimited.")
  private @Nullable Double units;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description = "Requests under way at once, at most apply.max-in-flight.")
  private @Nullable Integer maxInFlight;

  @Option(names = "--as-configured", description = "Forget what was ordered before.")
  private boolean asConfigured;

  ThrottleCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (units == null && maxInFlight == null && !asConfigured && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "Say how fast: UNITS, --max-in-flight N or --as-configured.");
    }
    Settings settings = session.operations().settings(options.config());
    PipelineStatus status =
        Daemon.client(settings.admin()).order("/throttle", Daemon.operator(), body());
    if (options.json()) {
      session.terminal().line(Json.indented(status));
    } else {
      Terminal terminal = session.terminal();
      terminal.line(terminal.green("✓") + " throttle  " + words(status.throttle()));
    }
    return ExitCode.GOOD;
  }

  private Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    if (units != null) {
      body.put("writeUnitsPerSecond", units);
    }
    if (maxInFlight != null) {
      body.put("maxInFlight", maxInFlight);
    }
    if (asConfigured) {
      body.put("asConfigured", true);
    }
    return body;
  }

  /** A throttle as people read it. */
  static String words(Throttle throttle) {
    Double units = throttle.writeUnitsPerSecond();
    String rate =
        units == null
            ? "write units as configured"
            : units == 0 ? "write units unlimited" : units + " write units/s";
    Integer requests = throttle.maxInFlight();
    return rate + (requests == null ? "" : ", " + requests + " requests in flight at most");
  }
}
