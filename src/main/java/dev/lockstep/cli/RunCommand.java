package dev.lockstep.cli;

import dev.lockstep.admin.AdminServer;
import dev.lockstep.daemon.PipelineControl;
import dev.lockstep.daemon.Settings;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.daemon.StartMode;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    header = "Run the pipeline: load once, then keep the target in lockstep.",
    description = {
      "",
      "Takes the pipeline's lease, loads the target if that has not been done, then "
          + "applies committed changes until stopped. Logs to standard error, one line "
          + "per state change, and serves status, metrics and health on admin.listen.",
      "",
      "SIGTERM and Ctrl-C stop it cleanly: writes under way are finished and the "
          + "checkpoint is stored. A process that was killed resumes from its last "
          + "checkpoint."
    },
    footer = {"", "Example:", "  lockstep run --config shop/lockstep.yaml --log-format json"})
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--log-format",
      paramLabel = "FORM",
      description = "text or json; absent: logging.format of the configuration.")
  private @Nullable Output logFormat;

  @Option(
      names = "--reload",
      description =
          "Load again: forget the checkpoint and the kept rows, read the source afresh, write what "
              + "differs, delete what the source does not have.")
  private boolean reload;

  RunCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    Path config = options.config();
    Settings settings = session.operations().settings(config);
    Logging.forDaemon(jsonLogs(settings));
    Metrics metrics = new Metrics();
    try (PipelineControl pipeline = session.operations().start(config, metrics, mode());
        AdminServer admin = serve(settings.admin(), pipeline, metrics);
        AutoCloseable jmx = metrics.publishOverJmx(settings.pipeline());
        AutoCloseable cloudWatch = cloudWatch(settings, metrics)) {
      LOG.info("{}: admin API at {}", settings.pipeline(), admin.address());
      session.shutdown().onSignal(pipeline::stop);
      return end(pipeline);
    }
  }

  /** Logs go to standard error; nothing else of a daemon's goes to standard output. */
  private AutoCloseable cloudWatch(Settings settings, Metrics metrics) {
    return settings.cloudWatch() == null
        ? () -> {}
        : metrics.publishToCloudWatch(
            settings.pipeline(), settings.cloudWatch(), session.terminal()::line);
  }

  private StartMode mode() {
    return reload ? StartMode.RELOAD : StartMode.RESUME;
  }

  private boolean jsonLogs(Settings settings) {
    return logFormat == null ? options.json() || settings.jsonLogs() : logFormat == Output.JSON;
  }

  private static AdminServer serve(
      AdminEndpoint endpoint, PipelineControl pipeline, Metrics metrics) {
    return AdminServer.start(endpoint, pipeline, metrics);
  }

  private static int end(PipelineControl pipeline) throws InterruptedException {
    Optional<Problem> problem = pipeline.awaitEnd();
    if (problem.isPresent()) {
      throw new LockstepException(problem.get());
    }
    LOG.info("{}: stopped cleanly", pipeline.status().pipeline());
    return ExitCode.GOOD;
  }
}
