package dev.lockstep.daemon;

import dev.lockstep.apply.WrittenKeys;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.config.Config;
import dev.lockstep.config.VerifyConfig;
import dev.lockstep.dynamodb.DynamoDbTarget;
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
import dev.lockstep.wiring.Servers;
import dev.lockstep.wiring.SourceSide;
import dev.lockstep.wiring.Wiring;
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
  static Verifications beside(Beside beside, BooleanSupplier mayWrite, DoubleSupplier budget) {
    Config config = beside.config();
    Run run = beside.run();
    int most = config.cutover().maxChangedKeys();
    WrittenKeys written = new WrittenKeys(most);
    VerifyWorld world = beside.world(written, limits(config.verify()));
    JournaledMending mends = JournaledMending.of(config, beside.servers(), mayWrite);
    RepairSide side = new RunRepairs(run, written, mends, budget);
    RememberingVerifications verifications =
        new RememberingVerifications(
            run.applier(), written, ended -> new LocalVerifications(world, side, ended));
    beside.metrics().watchVerifications(new Readings(verifications.inner()));
    beside.metrics().limit("cutover.max-changed-keys", most, written::size);
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

  /** Nothing stays open if it cannot be done. */
  private static Verifications open(
      Config config, ControlStore store, Leasing leasing, BooleanSupplier rehearses) {
    Servers servers = Servers.connect(config);
    try {
      return new OwnVerifications(
          of(config, servers, store, leasing, rehearses),
          servers.target()::close,
          servers.source()::close);
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private static Verifications of(
      Config config,
      Servers servers,
      ControlStore store,
      Leasing leasing,
      BooleanSupplier rehearses) {
    SourceSide source = servers.source();
    Standstill standstill =
        new Standstill(
            () -> store.read(config.pipeline()), config.lease().duration(), System::nanoTime);
    Applied applied =
        new StoppedApplied(
            standstill,
            source.catalog(),
            source.tables(),
            servers.plan(),
            config.verify().maxWaitingChanges());
    StillLease lease = leasing.of(source.catalog(), standstill);
    StillRepairs.Pipeline pipeline =
        new StillRepairs.Pipeline(
            source.catalog().identity(), servers.plan().tables(), standstill, lease, rehearses);
    return new LocalVerifications(
        world(config, servers, applied, standstill::loaded, limits(config.verify())),
        new StillRepairs(config, pipeline, JournaledMending.of(config, servers, lease::mayWrite)),
        report -> {});
  }

  static VerifyWorld world(
      Config config,
      Servers servers,
      Applied applied,
      Supplier<Optional<Version>> loaded,
      VerifyLimits limits) {
    DynamoDbTarget target = servers.target();
    return new VerifyWorld(
        config.pipeline(),
        servers.plan(),
        servers.source().tables(),
        Wiring.catalog(config),
        target.itemReads(servers.plan().tables(), limits.parallelism()),
        applied,
        loaded,
        target.documents(config.target().controlTable()),
        config.dataDir().resolve("verify"),
        limits,
        Masks.of(config.verify().mask()),
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
