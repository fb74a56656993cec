package dev.lockstep.daemon;

import dev.lockstep.apply.ApplyState;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.Desired;
import dev.lockstep.checkpoint.LeaseKeeper;
import dev.lockstep.config.ApplyConfig;
import dev.lockstep.config.Config;
import dev.lockstep.mapping.MapperUse;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceStatus;
import dev.lockstep.verify.StoredReports;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running pipeline as its process sees it; its {@link Life} has a thread of its own. */
final class LivePipeline implements PipelineControl {
  private static final Logger log = LoggerFactory.getLogger(LivePipeline.class);
  private static final long POLL_MILLIS = 10;

  private final Config config;
  private final StartMode mode;
  private final Metrics metrics;
  private final SourceWatch watch;
  private final StatusReport report;
  private final PipelineEnd end = new PipelineEnd();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::live, "lockstep-pipeline");
  private final Helm helm = new Helm(end, System::nanoTime, InstantSource.system());
  private final LetterBox letters;
  private final HandoverDesk desk;
  private volatile Phase phase = Phase.STARTING;
  private volatile @Nullable Run run;
  private volatile @Nullable LeaseKeeper lease;
  private volatile @Nullable LiveSteering steering;
  private volatile @Nullable String owner;
  private volatile @Nullable Problem hindrance;
  private volatile int heldLetters;
  private volatile Optional<Checkpoint> held = Optional.empty();
  private volatile @Nullable Verifications verifications;
  private volatile @Nullable StoredReports reports;
  private volatile Scrubbing scrubbing = Scrubbing.NONE;

  private LivePipeline(Config config, StartMode mode, Metrics metrics) {
    this.config = config;
    this.mode = mode;
    this.metrics = metrics;
    this.watch = new SourceWatch(config, this::checkpoint);
    this.report = new StatusReport(config, metrics, watch);
    this.letters = new LiveLetters(config, () -> Optional.ofNullable(this.run));
    this.desk = new HandoverDesk(config, new LiveGround(this, helm), helm);
  }

  static LivePipeline start(Config config, StartMode mode, Metrics metrics) {
    LivePipeline pipeline = new LivePipeline(config, mode, metrics);
    pipeline.report.publish(pipeline);
    pipeline.thread.start();
    return pipeline;
  }

  private void live() {
    try {
      new Life(config, mode, metrics, end, helm, desk, new Listener()).live();
    } catch (LockstepException e) {
      end.failed(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.error("A broken invariant stops the pipeline", e);
      end.failed(Run.broken(e));
    } finally {
      watch.close();
      end.problem().ifPresent(problem -> phase = Phase.FAILED);
      ended.countDown();
    }
  }

  /** Keeps what the pipeline's life says of itself. */
  private final class Listener implements LifeWatcher {
    @Override
    public void entered(Phase next) {
      owner = null;
      phase = next;
    }

    @Override
    public void started(Run started) {
      run = started;
      throttle(started);
    }

    @Override
    public void verifying(Verifications running) {
      verifications = running;
    }

    @Override
    public void scrubbing(Scrubbing beside) {
      scrubbing = beside;
    }

    @Override
    public void stopped(Run stopped) {
      run = null;
      verifications = null;
      scrubbing = Scrubbing.NONE;
    }

    @Override
    public void held(ControlSide control) {
      held = control.checkpoint();
      heldLetters = open(letters);
    }

    @Override
    public void leasedBy(LeaseKeeper keeper) {
      lease = keeper;
    }

    @Override
    public void steeredBy(LiveSteering with) {
      steering = with;
    }

    @Override
    public void reportsIn(StoredReports kept) {
      reports = kept;
    }

    @Override
    public void reigns() {
      watch.start();
    }

    @Override
    public void waitsFor(String holder) {
      owner = holder;
      phase = Phase.STANDBY;
    }

    @Override
    public void hinderedBy(@Nullable Problem problem) {
      hindrance = problem;
    }

    @Override
    public void obeyed() {
      Optional.ofNullable(run).ifPresent(LivePipeline.this::throttle);
    }
  }

  /** Nothing is held up because the letters cannot be counted. */
  private static int open(LetterBox letters) {
    try {
      return letters.open();
    } catch (LockstepException e) {
      log.warn("the dead letters could not be counted: {}", e.problem());
      return 0;
    }
  }

  private void throttle(Run running) {
    Desired.Throttle wanted = helm.desired().throttle();
    Double units = wanted.writeUnitsPerSecond();
    Integer requests = wanted.maxInFlight();
    ApplyConfig apply = config.apply();
    int configured = apply.limits().maxInFlight();
    running
        .applier()
        .setWriteUnitsPerSecond(units == null ? apply.writeUnitsPerSecond().orElse(0) : units);
    running
        .applier()
        .setMaxInFlight(requests == null ? configured : Math.min(requests, configured));
  }

  @Override
  public PipelineStatus status() {
    Verifications running = verifications;
    Optional<VerifyProgress> progress = running == null ? Optional.empty() : running.progress();
    return report.status(
        phase(),
        run,
        held,
        deadLetterCount(),
        operation(),
        desk,
        progress,
        scrubbing.progress(),
        end.problem().or(() -> Optional.ofNullable(hindrance)));
  }

  private Optional<Checkpoint> checkpoint() {
    Run running = run;
    return running == null ? held : running.checkpoint();
  }

  private Operation operation() {
    LiveSteering with = steering;
    return with == null ? Operation.NONE : Operation.of(owner, with.desired(), with.newest());
  }

  /** The phase that people are shown. */
  Phase phase() {
    return desk.phase(phase);
  }

  /** What streams; empty while nothing does. */
  Optional<Run> streaming() {
    return phase == Phase.STREAMING ? Optional.ofNullable(run) : Optional.empty();
  }

  @Override
  public Handover handover() {
    return desk;
  }

  LiveSteering liveSteering() {
    LiveSteering with = steering;
    if (with == null) {
      throw new LockstepException(SteeringProblems.notYet(config.pipeline()));
    }
    return with;
  }

  Optional<SourceStatus> source() {
    return Optional.ofNullable(run).map(running -> running.changes().status());
  }

  /** Keys that a load over earlier items remembers; 0 when there is none. */
  long unchangedKeys() {
    return Optional.ofNullable(run).map(running -> running.flow().unchangedKeys()).orElse(0L);
  }

  /** Dead letters that are open; 0 as long as that is not known. */
  int deadLetterCount() {
    return Optional.ofNullable(run).map(running -> running.letters().count()).orElse(heldLetters);
  }

  /** What mapping uses of a bound; 0 when nothing is mapped. */
  long mapping(ToLongFunction<MapperUse> what) {
    return Optional.ofNullable(run).map(running -> running.flow().mapping(what)).orElse(0L);
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
  public Steering steering() {
    return liveSteering();
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
    StoredReports kept = reports;
    return kept == null ? possible() : new ReportedVerifications(possible(), kept);
  }

  /** What can be verified now. */
  Verifications possible() {
    Verifications running = verifications;
    if (phase == Phase.LOADING) {
      return new NoVerifications("the pipeline is loading");
    }
    return running == null ? new NoVerifications("the pipeline does not stream") : running;
  }

  @Override
  public LetterBox deadLetters() {
    return letters;
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
    if ((phase == Phase.STARTING || phase == Phase.STANDBY) && keeper != null) {
      keeper.close();
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
