package dev.lockstep.demo;

import dev.lockstep.admin.AdminServer;
import dev.lockstep.daemon.Operations;
import dev.lockstep.daemon.Operations.TableOutcome;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineControl;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.StartMode;
import dev.lockstep.demo.DemoListener.Addresses;
import dev.lockstep.demo.DemoListener.Progress;
import dev.lockstep.demo.DemoListener.Stage;
import dev.lockstep.demo.DemoReport.Workdone;
import dev.lockstep.demo.Tally.Effect;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The whole product in a minute: servers, a shop, its load, a live workload, and the proof that
 * every item is right. It does what a user would do, with the same operations and a configuration
 * file of its own.
 */
public final class Demo {
  private static final int CHANGES_PER_SECOND = 300;
  private static final int KEPT_CHANGES_PER_SECOND = 5;
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final DemoOptions options;
  private final Operations operations;
  private final DemoListener listener;
  private final ShopSize size;

  /**
   * @param operations what the commands are made of
   * @param listener told how it goes
   */
  public Demo(DemoOptions options, Operations operations, DemoListener listener) {
    this.options = options;
    this.operations = operations;
    this.listener = listener;
    this.size = ShopSize.ofRows(options.rows());
  }

  /**
   * Runs the demo. Leaves nothing behind, neither processes nor files.
   *
   * @param onReport told what it showed, before everything goes on when it is kept
   * @throws InterruptedException when it was told to end; everything is cleaned up by then
   * @throws LockstepException if some part does not do its work
   */
  public void run(Consumer<DemoReport> onReport) throws InterruptedException {
    Stopwatch watch = begin(Stage.SERVERS);
    try (DemoServers servers = DemoServers.start(options.source())) {
      done(watch, options.source().title() + " and DynamoDB Local, both embedded");
      openShop(servers);
      Path configuration = servers.configure();
      createTables(configuration);
      Metrics metrics = new Metrics();
      try (PipelineControl pipeline = operations.start(configuration, metrics, StartMode.RESUME);
          AdminServer admin = AdminServer.start("127.0.0.1", 0, null, pipeline, metrics)) {
        show(servers, configuration, pipeline, metrics, admin, onReport);
      }
    } catch (IOException | SQLException e) {
      throw new LockstepException(broken(e), e);
    }
  }

  private static Problem broken(Exception e) {
    return Problem.error(
        Category.INTERNAL,
        "DEMO-SERVER",
        "the demo's own servers do not do their work: " + e.getMessage(),
        null,
        "see that the temporary folder has space and can be written, then try again");
  }

  private void show(
      DemoServers servers,
      Path configuration,
      PipelineControl pipeline,
      Metrics metrics,
      AdminServer admin,
      Consumer<DemoReport> onReport)
      throws SQLException, InterruptedException {
    Duration load = load(pipeline);
    try (LiveShop live = new LiveShop(servers.shop(), size, options.seed());
        Connection source = servers.connect()) {
      Duration stream = stream(live, pipeline);
      drain(configuration, pipeline, live);
      Verdict verdict = verify(pipeline);
      onReport.accept(
          new DemoReport(
              options.seed(),
              size.rows(),
              workdone(live.committed()),
              load,
              stream,
              metrics.applyLatency().quantileSeconds(0.5),
              metrics.applyLatency().quantileSeconds(0.99),
              verdict,
              new Examples(operations, configuration, source, servers.shop().dialect().schema())
                  .find()));
      if (options.keep()) {
        listener.kept(new Addresses(admin.address(), servers.shop().jdbc(), servers.endpoint()));
        live.run(Long.MAX_VALUE / 2, KEPT_CHANGES_PER_SECOND, () -> requireGoing(pipeline));
      }
    }
  }

  private void openShop(DemoServers servers) throws SQLException {
    Stopwatch watch = begin(Stage.SHOP);
    Shop.open(servers.shop(), size, options.seed());
    done(watch, format("%,d rows in %d tables", size.rows(), Shop.TABLES.size()));
  }

  private void createTables(Path configuration) throws InterruptedException {
    Stopwatch watch = begin(Stage.TABLES);
    List<String> tables = new ArrayList<>();
    operations.createTables(configuration, (TableOutcome table) -> tables.add(table.table()));
    done(watch, String.join(", ", tables));
  }

  private Duration load(PipelineControl pipeline) throws InterruptedException {
    Stopwatch watch = begin(Stage.LOAD);
    while (pipeline.status().phase() != Phase.STREAMING) {
      requireGoing(pipeline);
      PipelineStatus status = pipeline.status();
      long rows = status.load().rows();
      listener.progress(new Progress(Stage.LOAD, size.rows(), size.rows(), rows, status));
      Thread.sleep(TICK.toMillis());
    }
    PipelineStatus status = pipeline.status();
    long rows = status.load().rows();
    return done(watch, format("%,d rows became %,d items", rows, status.counters().writes()));
  }

  private static void requireGoing(PipelineControl pipeline) {
    PipelineStatus status = pipeline.status();
    if (status.phase() == Phase.FAILED && status.error() != null) {
      throw new LockstepException(status.error());
    }
  }

  private Duration stream(LiveShop live, PipelineControl pipeline)
      throws SQLException, InterruptedException {
    Stopwatch watch = begin(Stage.STREAM);
    live.run(
        options.changes(),
        CHANGES_PER_SECOND,
        () -> {
          requireGoing(pipeline);
          listener.progress(progress(Stage.STREAM, live, pipeline));
        });
    Tally tally = live.committed();
    return done(
        watch, format("%,d changes in %,d transactions", tally.changes(), tally.transactions()));
  }

  // A changed key counts twice at the pipeline, so it can seem to be ahead.
  private Progress progress(Stage stage, LiveShop live, PipelineControl pipeline) {
    PipelineStatus status = pipeline.status();
    long made = live.committed().changes();
    long followed = Math.min(made, status.counters().changes() - status.load().rows());
    return new Progress(stage, made, options.changes(), Math.max(0, followed), status);
  }

  private void drain(Path configuration, PipelineControl pipeline, LiveShop live)
      throws InterruptedException {
    Stopwatch watch = begin(Stage.DRAIN);
    var version = operations.sourceVersion(configuration);
    while (!pipeline.awaitApplied(version, TICK)) {
      requireGoing(pipeline);
      listener.progress(progress(Stage.DRAIN, live, pipeline));
      if (watch.elapsed().compareTo(LIMIT) > 0) {
        throw new LockstepException(stuck());
      }
    }
    done(watch, "all that was committed is in DynamoDB");
  }

  private static Problem stuck() {
    return Problem.error(
        Category.INTERNAL,
        "DEMO-STUCK",
        "the pipeline has not caught up within " + LIMIT.toMinutes() + " minutes",
        null,
        "report it, with the seed");
  }

  private Verdict verify(PipelineControl pipeline) throws InterruptedException {
    Stopwatch watch = begin(Stage.VERIFY);
    Verifications verifications = pipeline.verifications();
    String id = verifications.start(VerifyRequest.full()).id();
    VerifyProgress progress = verifications.progress().orElseThrow();
    while (progress.state() == VerifyProgress.State.RUNNING) {
      requireGoing(pipeline);
      Thread.sleep(TICK.toMillis());
      progress = verifications.progress().orElseThrow();
    }
    if (progress.error() != null) {
      throw new LockstepException(progress.error());
    }
    Verdict verdict = Verdict.of(verifications.report(id).orElseThrow());
    done(
        watch,
        format(
            "%,d items compared with the source, %,d differences",
            verdict.items(), verdict.different()));
    return verdict;
  }

  private static Workdone workdone(Tally tally) {
    return new Workdone(
        tally.transactions(),
        tally.rows(Effect.INSERT),
        tally.rows(Effect.UPDATE),
        tally.rows(Effect.KEY_CHANGE),
        tally.rows(Effect.DELETE));
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private Stopwatch begin(Stage stage) {
    listener.begin(stage);
    return new Stopwatch(stage, System.nanoTime());
  }

  private Duration done(Stopwatch watch, String result) {
    Duration took = watch.elapsed();
    listener.done(watch.stage(), result, took);
    return took;
  }

  private record Stopwatch(Stage stage, long startNanos) {
    Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - startNanos);
    }
  }
}
