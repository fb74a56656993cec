package dev.lockstep.daemon;

import dev.lockstep.apply.ApplyState;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.Lease;
import dev.lockstep.checkpoint.LeaseKeeper;
import dev.lockstep.checkpoint.LeaseListener;
import dev.lockstep.checkpoint.Patience;
import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.letters.LetterStore;
import dev.lockstep.mapping.MapperUse;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceStatus;
import dev.lockstep.verify.Verifications;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline from its checks to the release of its lease, on a thread of its own. */
final class LivePipeline implements PipelineControl {
  private static final Logger log = LoggerFactory.getLogger(LivePipeline.class);
  private static final long POLL_MILLIS = 10;

  private final Config config;
  private final StartMode mode;
  private final Metrics metrics;
  private final StatusReport report;
  private final PipelineEnd end = new PipelineEnd();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::live, "lockstep-pipeline");
  private volatile Phase phase = Phase.STARTING;
  private volatile @Nullable Run run;
  private volatile @Nullable LeaseKeeper lease;

  private LivePipeline(Config config, StartMode mode, Metrics metrics) {
    this.config = config;
    this.mode = mode;
    this.metrics = metrics;
    this.report = new StatusReport(config, metrics);
  }

  static LivePipeline start(Config config, StartMode mode, Metrics metrics) {
    LivePipeline pipeline = new LivePipeline(config, mode, metrics);
    pipeline.report.publish(pipeline);
    pipeline.thread.start();
    return pipeline;
  }

  private void live() {
    try (DataDir directory = DataDir.lock(config.dataDir())) {
      withServers();
    } catch (LockstepException e) {
      end.failed(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.error("A broken invariant stops the pipeline", e);
      end.failed(Run.broken(e));
    } finally {
      end.problem().ifPresent(problem -> phase = Phase.FAILED);
      ended.countDown();
    }
  }

  private void withServers() throws InterruptedException {
    try (SourceSide source = SourceSide.open(config);
        DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config));
        DynamoDbTarget control = DynamoDbTarget.open(Wiring.control(config))) {
      MappingPlan plan = source.plan();
      Problems.logOrThrow(source.catalog().check(plan.needs()));
      Problems.logOrThrow(target.check());
      Problems.logOrThrow(target.tableAdmin().check(plan.tables()));
      try (ControlStore store = control.controlStore(config.target().controlTable());
          LeaseKeeper keeper = keeper(store)) {
        lease = keeper;
        if (!end.isNear()) {
          serve(source, plan, target, store, Wiring.letterStore(config, control), keeper);
        }
      }
    }
  }

  private void serve(
      SourceSide source,
      MappingPlan plan,
      DynamoDbTarget target,
      ControlStore store,
      LetterStore letters,
      LeaseKeeper keeper)
      throws InterruptedException {
    Lease acquired = keeper.acquire(patience());
    try {
      ControlSide side = new ControlSide(store, config.pipeline(), acquired);
      new Tenure(config, mode, source, plan, target, store, side, letters, keeper)
          .serve(metrics, end, observer());
    } finally {
      keeper.release();
    }
  }

  private Tenure.Observer observer() {
    return new Tenure.Observer() {
      @Override
      public void entered(Phase next) {
        phase = next;
      }

      @Override
      public void started(Run started) {
        run = started;
      }
    };
  }

  private Patience patience() {
    return config.lease().standBy() ? Patience.STAND_BY : Patience.UNLESS_ALIVE;
  }

  private LeaseKeeper keeper(ControlStore store) {
    Owner self = new Owner(UUID.randomUUID().toString(), host() + ", process " + pid());
    return new LeaseKeeper(
        store,
        config.pipeline(),
        self,
        config.lease().duration(),
        listener(),
        System::nanoTime,
        InstantSource.system());
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }

  /** What else becomes of the lease, its keeper logs. */
  private LeaseListener listener() {
    return new LeaseListener() {
      @Override
      public void lost(Problem problem) {
        end.failed(problem);
      }
    };
  }

  @Override
  public PipelineStatus status() {
    return report.status(phase, run, end.problem());
  }

  Phase phase() {
    return phase;
  }

  Optional<SourceStatus> source() {
    return Optional.ofNullable(run).map(running -> running.changes().status());
  }

  /** Keys that a load over earlier items remembers; 0 when there is none. */
  long unchangedKeys() {
    return Optional.ofNullable(run).map(Run::unchangedKeys).orElse(0L);
  }

  /** Dead letters that are open; 0 as long as that is not known. */
  int deadLetterCount() {
    return Optional.ofNullable(run).map(running -> running.letters().count()).orElse(0);
  }

  /** What mapping uses of a bound; 0 when nothing is mapped. */
  long mapping(ToLongFunction<MapperUse> what) {
    return Optional.ofNullable(run).map(running -> running.mapping(what)).orElse(0L);
  }

  Optional<ApplyState> applyState() {
    return Optional.ofNullable(run).map(Run::state);
  }

  @Override
  public boolean leaseHeld() {
    LeaseKeeper keeper = lease;
    return keeper != null && keeper.mayWrite();
  }

  @Override
  public void throttle(double unitsPerSecond) {
    if (!(unitsPerSecond >= 0)) {
      throw new IllegalArgumentException("not a rate: " + unitsPerSecond);
    }
    Run running = run;
    if (running != null) {
      running.applier().setWriteUnitsPerSecond(unitsPerSecond);
      log.info("{}: write budget {} units/s", config.pipeline(), unitsPerSecond);
    }
  }

  @Override
  public boolean awaitApplied(Version version, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      end.problem()
          .ifPresent(
              problem -> {
                throw new LockstepException(problem);
              });
      Run running = run;
      if (running != null && phase == Phase.STREAMING && running.isApplied(version)) {
        return true;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return false;
  }

  @Override
  public Verifications verifications() {
    return new NoVerifications("the pipeline does not stream yet");
  }

  @Override
  public Optional<Problem> awaitEnd() throws InterruptedException {
    ended.await();
    return end.problem();
  }

  @Override
  public void stop() {
    end.requested();
    LeaseKeeper keeper = lease;
    if (run == null && keeper != null) {
      keeper.close();
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
