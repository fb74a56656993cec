package dev.lockstep.daemon;

import dev.lockstep.apply.ItemMending;
import dev.lockstep.apply.WrittenKeys;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.config.Config;
import dev.lockstep.config.VerifyConfig;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.metrics.VerifyReadings;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.verify.Applied;
import dev.lockstep.verify.LocalVerifications;
import dev.lockstep.verify.Masks;
import dev.lockstep.verify.RepairSide;
import dev.lockstep.verify.StoredReports;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyClock;
import dev.lockstep.verify.VerifyLimits;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyWorld;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Wires the verifications of a pipeline, in its daemon or without one. */
final class VerifyWiring {
  private VerifyWiring() {}

  /**
   * In the process that runs the pipeline, beside it.
   *
   * @param mayWrite whether this process holds the lease, and the target has not taken over
   * @param budget of repairs, in write units a second; 0 is unlimited
   */
  static Verifications beside(
      Run run,
      Metrics metrics,
      Config config,
      SourceSide source,
      MappingPlan plan,
      DynamoDbTarget target,
      BooleanSupplier mayWrite,
      DoubleSupplier budget) {
    int most = config.cutover().maxChangedKeys();
    WrittenKeys written = new WrittenKeys(most);
    VerifyWorld world =
        world(config, source, plan, target, new RunApplied(run, written), run::loaded);
    RepairSide side =
        new RunRepairs(
            run, written, mending(config, plan, target), mayWrite, budget, journal(config, target));
    RememberingVerifications verifications =
        new RememberingVerifications(
            run.applier(), written, ended -> new LocalVerifications(world, side, ended));
    metrics.watchVerifications(new Readings(verifications.inner()));
    metrics.limit("cutover.max-changed-keys", most, written::size);
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

  /** In a process of their own, while no daemon runs the pipeline. */
  static Verifications alone(Config config) {
    DynamoDbTarget control = DynamoDbTarget.open(Wiring.target(config));
    ControlStore store = Wiring.controlStore(config, control);
    return new OwnVerifications(
        still(
            config,
            control,
            store,
            (catalog, standstill) -> new TakenLease(config, store, catalog, standstill),
            () -> false),
        store::close,
        control::close);
  }

  /** How a pipeline that stands still is written to. */
  interface Leasing {
    StillLease of(SourceCatalog catalog, Standstill standstill);
  }

  /**
   * Of a pipeline that stands still.
   *
   * @param rehearses whether a rehearsal has the target to itself
   */
  static Verifications still(
      Config config,
      DynamoDbTarget control,
      ControlStore store,
      Leasing leasing,
      BooleanSupplier rehearses) {
    Documents documents = control.documents(config.target().controlTable());
    return new StillVerifications(
        new StoredReports(documents, config.pipeline()),
        () -> open(config, store, leasing, rehearses));
  }

  private static Verifications open(
      Config config, ControlStore store, Leasing leasing, BooleanSupplier rehearses) {
    SourceSide source = SourceSide.open(config);
    DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config));
    MappingPlan plan = source.plan();
    Standstill standstill =
        new Standstill(
            () -> store.read(config.pipeline()), config.lease().duration(), System::nanoTime);
    Applied applied =
        new StoppedApplied(
            standstill,
            source.catalog(),
            source.tables(),
            plan,
            config.verify().maxWaitingChanges());
    StillRepairs.Pipeline pipeline =
        new StillRepairs.Pipeline(
            source.catalog().identity(),
            plan.tables(),
            standstill,
            leasing.of(source.catalog(), standstill),
            rehearses);
    return new OwnVerifications(
        new LocalVerifications(
            world(config, source, plan, target, applied, standstill::loaded),
            new StillRepairs(
                config, pipeline, mending(config, plan, target), journal(config, target)),
            report -> {}),
        target::close,
        source::close);
  }

  private static ItemMending mending(Config config, MappingPlan plan, DynamoDbTarget target) {
    return target.itemMending(plan.tables(), config.verify().parallelism());
  }

  private static Journal journal(Config config, DynamoDbTarget target) {
    return new Journal(
        target.documents(config.target().controlTable()),
        config.pipeline(),
        config.operating().journalEntries(),
        InstantSource.system());
  }

  private static VerifyWorld world(
      Config config,
      SourceSide source,
      MappingPlan plan,
      DynamoDbTarget target,
      Applied applied,
      Supplier<Optional<Version>> loaded) {
    return world(config, source, plan, target, applied, loaded, limits(config.verify()));
  }

  static VerifyWorld world(
      Config config,
      SourceSide source,
      MappingPlan plan,
      DynamoDbTarget target,
      Applied applied,
      Supplier<Optional<Version>> loaded,
      VerifyLimits limits) {
    VerifyConfig verify = config.verify();
    return new VerifyWorld(
        config.pipeline(),
        plan,
        source.tables(),
        Wiring.catalog(config),
        target.itemReads(plan.tables(), limits.parallelism()),
        applied,
        loaded,
        target.documents(config.target().controlTable()),
        config.dataDir().resolve("verify"),
        limits,
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
