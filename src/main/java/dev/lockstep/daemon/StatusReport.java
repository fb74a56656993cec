package dev.lockstep.daemon;

import dev.lockstep.apply.ApplyState;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.config.ApplyConfig;
import dev.lockstep.config.Config;
import dev.lockstep.config.SourceConfig;
import dev.lockstep.daemon.PipelineStatus.Counters;
import dev.lockstep.daemon.PipelineStatus.Lag;
import dev.lockstep.daemon.PipelineStatus.RowStore;
import dev.lockstep.flow.LoadReport;
import dev.lockstep.mapping.MapperUse;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.metrics.Totals;
import dev.lockstep.problem.Problem;
import dev.lockstep.rowstore.RowStoreStatistics;
import dev.lockstep.source.SourceStatus;
import dev.lockstep.source.SourceStatus.Held;
import dev.lockstep.verify.ScrubProgress;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.wiring.Wiring;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Puts together how a pipeline stands, for {@code GET /status} and the metrics. */
final class StatusReport {
  private final Config config;
  private final Metrics metrics;
  private final Function<Version, String> format;
  private final SourceWatch watch;
  private final LagReport lag;

  StatusReport(Config config, Metrics metrics, SourceWatch watch) {
    this.config = config;
    this.metrics = metrics;
    this.watch = watch;
    this.lag = new LagReport(config, watch, InstantSource.system());
    this.format = Wiring.changes(config, Map.of())::format;
  }

  PipelineStatus status(
      Phase phase,
      @Nullable Run run,
      Optional<Checkpoint> held,
      int deadLetters,
      Operation operation,
      Handover handover,
      Optional<VerifyProgress> verify,
      Optional<ScrubProgress> scrub,
      Optional<Problem> problem) {
    SourceStatus source = run == null ? null : run.changes().status();
    Optional<Checkpoint> checkpoint = run == null ? held : run.checkpoint();
    return new PipelineStatus(
        config.pipeline(),
        phase,
        lag(phase, run, source, held),
        source == null ? null : source.position(),
        checkpoint.map(c -> format.apply(c.version())).orElse(null),
        run == null ? LoadReport.NONE : run.flow().load(),
        counters(deadLetters),
        run == null ? 0 : run.state().inFlight(),
        run == null ? null : run.rowStore().map(StatusReport::rowStore).orElse(null),
        run == null ? null : run.flow().fanOut(),
        verify.orElse(null),
        scrub.orElse(null),
        operation.owner(),
        operation.pause(),
        watch.budget(),
        operation.throttle(),
        operation.journal(),
        handover.rehearsal().orElse(null),
        handover.cutover().orElse(null),
        problem.orElse(source == null ? null : source.fault()));
  }

  /** After a cutover nothing is waited for any more; the source keeps its log all the same. */
  private Lag lag(
      Phase phase, @Nullable Run run, @Nullable SourceStatus source, Optional<Checkpoint> held) {
    Lag now =
        run == null || source == null
            ? held.map(lag::held).orElse(Lag.UNKNOWN)
            : lag.running(run, source);
    return phase == Phase.CUT_OVER ? new Lag(0, null, null, now.retainedBytes(), null) : now;
  }

  private static RowStore rowStore(RowStoreStatistics store) {
    long rows = store.rows().values().stream().mapToLong(Long::longValue).sum();
    return new RowStore(rows, store.diskBytes(), store.memoryBytes());
  }

  private Counters counters(int deadLetters) {
    Totals totals = metrics.totals();
    return new Counters(
        totals.changes(),
        totals.writes(),
        totals.superseded(),
        totals.retries(),
        totals.throttled(),
        deadLetters);
  }

  /** Makes the readings of a pipeline metrics. */
  void publish(LivePipeline pipeline) {
    metrics.watch(
        new LiveReadings(pipeline), Arrays.stream(Phase.values()).map(Phase::label).toList());
    metrics.sourceRestarts(() -> pipeline.source().map(SourceStatus::restarts).orElse(0L));
    publishWriting(pipeline, config.apply().limits());
    publishMapping(pipeline, config.apply().slices());
    publishReading(pipeline, config.source().limits());
    VerifyBounds.publish(config, metrics, () -> findings(pipeline));
  }

  private void publishWriting(LivePipeline pipeline, ApplyConfig.Limits limits) {
    metrics.limit(
        "apply.max-in-flight", limits.maxInFlight(), () -> used(pipeline, ApplyState::inFlight));
    metrics.limit("apply.max-writes", limits.maxWrites(), () -> used(pipeline, ApplyState::writes));
    metrics.limit(
        "apply.max-bytes",
        (double) limits.maxBytes().bytes(),
        () -> used(pipeline, ApplyState::bytes));
    metrics.limit(
        "apply.max-tombstones",
        limits.maxTombstones(),
        () -> used(pipeline, ApplyState::tombstones));
    metrics.limit(
        "apply.max-keys-in-doubt",
        limits.maxKeysInDoubt(),
        () -> used(pipeline, ApplyState::keysInDoubt));
    metrics.limit(
        "apply.max-unchanged-keys", limits.maxUnchangedKeys(), () -> pipeline.unchangedKeys());
    metrics.limit(
        "apply.max-dead-letters", limits.maxDeadLetters(), () -> pipeline.deadLetterCount());
  }

  private void publishMapping(LivePipeline pipeline, ApplyConfig.Slices slices) {
    metrics.limit(
        "apply.max-slice-items", slices.maxItems(), () -> pipeline.mapping(MapperUse::sliceItems));
    metrics.limit(
        "apply.max-slice-bytes",
        (double) slices.maxBytes().bytes(),
        () -> pipeline.mapping(MapperUse::sliceBytes));
    metrics.limit(
        "apply.max-shown-keys",
        slices.maxShownKeys(),
        () -> pipeline.mapping(MapperUse::shownKeys));
  }

  private void publishReading(LivePipeline pipeline, SourceConfig.Limits limits) {
    metrics.limit(
        "source.max-transaction-changes",
        limits.maxTransactionChanges(),
        () -> held(pipeline, Held::changes));
    metrics.limit(
        "source.max-transaction-bytes",
        (double) limits.maxTransactionBytes().bytes(),
        () -> held(pipeline, Held::bytes));
  }

  private static long findings(LivePipeline pipeline) {
    return pipeline.verifications().progress().map(VerifyProgress::findings).orElse(0L);
  }

  private static double used(LivePipeline pipeline, ToDoubleFunction<ApplyState> what) {
    return pipeline.applyState().map(what::applyAsDouble).orElse(0.0);
  }

  private static double held(LivePipeline pipeline, ToDoubleFunction<Held> what) {
    return pipeline.source().map(status -> what.applyAsDouble(status.held())).orElse(0.0);
  }
}
