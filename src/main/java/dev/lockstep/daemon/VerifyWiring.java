package dev.lockstep.daemon;

import dev.lockstep.apply.ItemMending;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.config.Config;
import dev.lockstep.config.VerifyConfig;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.metrics.VerifyReadings;
import dev.lockstep.verify.Applied;
import dev.lockstep.verify.LocalVerifications;
import dev.lockstep.verify.Masks;
import dev.lockstep.verify.RepairSide;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyClock;
import dev.lockstep.verify.VerifyLimits;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyWorld;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Wires the verifications of a pipeline, in its daemon or without one. */
final class VerifyWiring {
  private VerifyWiring() {}

  /**
   * In the process that runs the pipeline, beside it.
   *
   * @param mayWrite whether this process holds the lease
   */
  static Verifications beside(
      Run run,
      Metrics metrics,
      Config config,
      SourceSide source,
      MappingPlan plan,
      DynamoDbTarget target,
      BooleanSupplier mayWrite) {
    ItemMending mending = target.itemMending(plan.tables(), config.verify().parallelism());
    Journal journal =
        new Journal(
            target.documents(config.target().controlTable()),
            config.pipeline(),
            config.operating().journalEntries(),
            InstantSource.system());
    LocalVerifications verifications =
        new LocalVerifications(
            world(config, source, plan, target, new RunApplied(run), run::loaded),
            new RunRepairs(run, mending, mayWrite, journal),
            report -> {});
    metrics.watchVerifications(new Readings(verifications));
    return verifications;
  }

  /** What metrics say of the verification under way, or of the last one. */
  private record Readings(LocalVerifications verifications) implements VerifyReadings {
    private <T extends Number> double of(Function<VerifyProgress, T> what) {
      return verifications.progress().map(what).map(Number::doubleValue).orElse(0.0);
    }

    @Override
    public boolean running() {
      return verifications.progress().filter(p -> p.state() == State.RUNNING).isPresent();
    }

    @Override
    public double compared() {
      return of(VerifyProgress::compared);
    }

    @Override
    public double scanned() {
      return of(VerifyProgress::scanned);
    }

    @Override
    public double findings() {
      return of(VerifyProgress::findings);
    }

    @Override
    public double unconfirmed() {
      return of(VerifyProgress::unconfirmed);
    }

    @Override
    public double sourceRows() {
      return verifications.sourceRows();
    }

    @Override
    public double readUnits() {
      return verifications.readUnits();
    }
  }

  /** In a process of their own. Closes source and target with them. */
  static Verifications alone(Config config) {
    SourceSide source = SourceSide.open(config);
    DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config));
    Optional<PipelineRecord> record = record(config, target);
    Applied applied =
        new StoppedApplied(record.map(PipelineRecord::checkpoint).map(Checkpoint::version));
    return new OwnVerifications(
        new LocalVerifications(
            world(
                config,
                source,
                source.plan(),
                target,
                applied,
                () -> record.flatMap(ControlSide::loadedOf)),
            RepairSide.none(RunRepairs.NOT_STREAMING),
            report -> {}),
        source,
        target);
  }

  private static Optional<PipelineRecord> record(Config config, DynamoDbTarget target) {
    try (ControlStore control = target.controlStore(config.target().controlTable())) {
      return control.read(config.pipeline());
    }
  }

  private static VerifyWorld world(
      Config config,
      SourceSide source,
      MappingPlan plan,
      DynamoDbTarget target,
      Applied applied,
      Supplier<Optional<Version>> loaded) {
    VerifyConfig verify = config.verify();
    return new VerifyWorld(
        config.pipeline(),
        plan,
        source.tables(),
        Wiring.catalog(config),
        target.itemReads(plan.tables(), verify.parallelism()),
        applied,
        loaded,
        target.documents(config.target().controlTable()),
        config.dataDir().resolve("verify"),
        limits(verify),
        Masks.of(verify.mask()),
        VerifyClock.system());
  }

  static VerifyLimits limits(VerifyConfig verify) {
    return new VerifyLimits(
        verify.chunkRows(),
        verify.maxJoinedRows(),
        verify.sourceRowsPerSecond().orElse(0),
        verify.readUnitsPerSecond().orElse(0),
        verify.statementTimeout(),
        verify.parallelism(),
        verify.maxDifferences().orElse(0),
        verify.shownFindings(),
        verify.rounds(),
        verify.settleTimeout(),
        verify.keptReports());
  }
}
