package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Documents;
import dev.lockstep.config.Config;
import dev.lockstep.cutover.Check;
import dev.lockstep.cutover.Cutover;
import dev.lockstep.cutover.CutoverCore;
import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.CutoverRequest;
import dev.lockstep.cutover.CutoverRunner;
import dev.lockstep.cutover.CutoverStatus;
import dev.lockstep.cutover.Rehearsal;
import dev.lockstep.cutover.RehearsalCore;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.cutover.RehearsalRunner;
import dev.lockstep.cutover.StateStore;
import dev.lockstep.cutover.StateStore.Stored;
import dev.lockstep.problem.LockstepException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handing over of a pipeline by the daemon that holds its lease, on a thread of its own. */
final class LiveHandover implements Handover, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveHandover.class);
  private static final long CLOSE_SECONDS = 10;
  private static final int ID_LENGTH = 8;

  private final Config config;
  private final Ground ground;
  private final HandoverSteps steps;
  private final StateStore<Cutover> cutovers;
  private final StateStore<Rehearsal> rehearsals;
  private final CutoverCore core;
  private final InstantSource clock;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "lockstep-handover");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable CutoverRunner cutover;
  private volatile @Nullable RehearsalRunner rehearsal;

  LiveHandover(
      Config config, Ground ground, HandoverSteps steps, Documents documents, InstantSource clock) {
    this.config = config;
    this.ground = ground;
    this.steps = steps;
    this.cutovers = StateStore.cutover(documents, config.pipeline());
    this.rehearsals = StateStore.rehearsal(documents, config.pipeline());
    this.core = new CutoverCore(config.cutover().hooks().idempotent());
    this.clock = clock;
  }

  /**
   * Takes up what another process left.
   *
   * @param recorded the cutover that the pipeline's record names
   */
  synchronized void takeUp(Optional<CutOverFact> recorded) throws InterruptedException {
    Optional<Stored<Cutover>> storedCutover = cutovers.read();
    if (storedCutover.isPresent()) {
      CutoverRunner runner = runner(storedCutover.get());
      String id = storedCutover.get().state().id();
      runner.resume(recorded.filter(fact -> fact.id().equals(id)).isPresent());
      cutover = runner;
      work(runner);
    }
    Optional<Stored<Rehearsal>> storedRehearsal = rehearsals.read();
    if (storedRehearsal.isPresent()) {
      RehearsalRunner runner = rehearsing(storedRehearsal.get());
      runner.resume();
      ground.heals(isAfterPause(runner.state()));
      rehearsal = runner;
      work(runner);
    }
  }

  private static boolean isAfterPause(Rehearsal rehearsal) {
    return !rehearsal.status().isOver() && rehearsal.pausedSince().isPresent();
  }

  private CutoverRunner runner(Stored<Cutover> stored) {
    return new CutoverRunner(core, steps.cutover(), cutovers, stored, clock);
  }

  private RehearsalRunner rehearsing(Stored<Rehearsal> stored) {
    return new RehearsalRunner(steps.rehearsal(), rehearsals, stored, clock);
  }

  private void work(CutoverRunner runner) {
    if (runner.state().status().isUnderWay()) {
      work(
          "cutover",
          () -> {
            Cutover after = runner.run();
            note(after);
            if (after.status() == CutoverStatus.CUT_OVER) {
              ground.cutOver();
            }
          });
    }
  }

  private void work(RehearsalRunner runner) {
    if (runner.state().status().isUnderWay()) {
      work("rehearsal", () -> note(runner.run()));
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private void work(String what, Work work) {
    var unused =
        worker.submit(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (LockstepException e) {
                log.warn("{}: the {} is given up here: {}", config.pipeline(), what, e.problem());
              } catch (RuntimeException | Error e) {
                log.error("{}: the {} broke off", config.pipeline(), what, e);
              }
            });
  }

  private void note(Cutover after) {
    String status = after.status().label();
    log.info("{}: cutover {}", config.pipeline(), status);
    Cutover.Failure failure = after.failure();
    ground.note(
        after.request().by(),
        "cutover " + status,
        failure == null
            ? Map.of("id", after.id())
            : Map.of("id", after.id(), "because", failure.code()));
  }

  private void note(Rehearsal after) {
    String status = after.status().label();
    log.info("{}: rehearsal {}", config.pipeline(), status);
    ground.note(after.by(), "rehearsal " + status, Map.of("id", after.id()));
  }

  @Override
  public Optional<CutoverReport> cutover() {
    return Optional.ofNullable(cutover).map(runner -> CutoverReport.of(runner.state()));
  }

  @Override
  public Optional<RehearsalReport> rehearsal() {
    return Optional.ofNullable(rehearsal).map(runner -> RehearsalReport.of(runner.state()));
  }

  @Override
  public List<Check> preflight(Order order) {
    return steps.checks().look(order.sourceIsFenced());
  }

  @Override
  public synchronized CutoverReport cutOver(Order order) {
    requireIdle();
    long revision = cutovers.read().map(Stored::revision).orElse(0L);
    Duration timeout = Objects.requireNonNullElse(order.timeout(), config.cutover().timeout());
    CutoverRequest request =
        new CutoverRequest(order.by(), order.verify(), order.sourceIsFenced(), timeout.toMillis());
    CutoverRunner runner = runner(cutovers.replace(revision, CutoverCore.begin(newId(), request)));
    cutover = runner;
    ground.note(order.by(), "cutover", Map.of("id", runner.state().id()));
    work(runner);
    return CutoverReport.of(runner.state());
  }

  private static String newId() {
    return UUID.randomUUID().toString().substring(0, ID_LENGTH);
  }

  private void requireIdle() {
    CutoverRunner last = cutover;
    if (last != null && (!last.state().status().isOver() || isCutOver(last))) {
      throw new LockstepException(HandoverProblems.cutoverThere(last.state()));
    }
    RehearsalRunner test = rehearsal;
    if (test != null && !test.state().status().isOver()) {
      throw new LockstepException(HandoverProblems.rehearsalThere(test.state()));
    }
  }

  private static boolean isCutOver(CutoverRunner runner) {
    return runner.state().status() == CutoverStatus.CUT_OVER;
  }

  @Override
  public CutoverReport abort(String by) {
    return say(by, "cutover abort", (state, now) -> CutoverCore.aborted(state, by, now));
  }

  @Override
  public CutoverReport switched(String by, Switched what) {
    return say(
        by,
        "cutover switched",
        (state, now) ->
            what == Switched.DONE
                ? CutoverCore.switched(state, by, now)
                : CutoverCore.switchAgain(state));
  }

  private synchronized CutoverReport say(String by, String what, CutoverRunner.Word word) {
    CutoverRunner runner = cutover;
    if (runner == null) {
      throw new LockstepException(HandoverProblems.noCutover());
    }
    try {
      if (!runner.say(word)) {
        throw new LockstepException(HandoverProblems.tooLate(runner.state()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ground.note(by, what, Map.of("id", runner.state().id()));
    work(runner);
    if (isCutOver(runner)) {
      ground.cutOver();
    }
    return CutoverReport.of(runner.state());
  }

  @Override
  public synchronized RehearsalReport beginRehearsal(String by, @Nullable Duration timeout) {
    requireIdle();
    long revision = rehearsals.read().map(Stored::revision).orElse(0L);
    Duration limit = Objects.requireNonNullElse(timeout, config.cutover().timeout());
    RehearsalRunner runner =
        rehearsing(rehearsals.replace(revision, RehearsalCore.begin(newId(), by, limit)));
    rehearsal = runner;
    ground.note(by, "rehearsal", Map.of("id", runner.state().id()));
    work(runner);
    return RehearsalReport.of(runner.state());
  }

  @Override
  public synchronized RehearsalReport endRehearsal(String by) {
    RehearsalRunner runner = rehearsal;
    try {
      if (runner == null || !runner.end()) {
        throw new LockstepException(HandoverProblems.noRehearsal());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LockstepException(HandoverProblems.noRehearsal(), e);
    }
    ground.note(by, "rehearsal end", Map.of("id", runner.state().id()));
    work(runner);
    return RehearsalReport.of(runner.state());
  }

  /** Breaks off what is under way; the next process takes it up. */
  @Override
  public void close() {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("{}: a step of the handover does not end", config.pipeline());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    steps.close();
  }
}
