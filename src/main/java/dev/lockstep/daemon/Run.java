package dev.lockstep.daemon;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ApplyState;
import dev.lockstep.apply.Replay;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.CheckpointSteps;
import dev.lockstep.checkpoint.Checkpointer;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.config.Config;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.KeptStore;
import dev.lockstep.flow.LoadPlan;
import dev.lockstep.flow.Turn;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.rowstore.RowStoreStatistics;
import dev.lockstep.source.ChangeSource;
import dev.lockstep.wiring.SourceSide;
import dev.lockstep.wiring.Wiring;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a pipeline under its lease: the parts from the source to the store, wired. Begins with
 * {@link #start}, ends with {@link #stop}.
 */
final class Run {
  private static final Logger log = LoggerFactory.getLogger(Run.class);
  private static final long POLL_MILLIS = 10;

  private final Config config;
  private final ControlSide control;
  private final PipelineEnd end;
  private final DeadLetters letters;
  private final Turn turn = new Turn();
  private final Replay replay;
  private final Ledger ledger;
  private final Applier applier;
  private final Checkpointer checkpointer;
  private final ChangeSource changes;
  private final Flow flow;
  private final Optional<KeptStore> rows;
  private final Replaying replaying;
  private volatile boolean stopping;
  private volatile boolean streaming;
  private final Thread reader = new Thread(this::read, "lockstep-source");

  /**
   * @param load how it loads, if it does
   * @param phases told when the phase changes
   */
  Run(Surroundings around, LoadPlan load, PipelineEnd end, Consumer<Phase> phases) {
    this.config = around.config();
    this.control = around.control();
    this.end = end;
    this.letters = around.letters();
    this.rows = around.rows();
    this.replay = replay(config, control, around.source());
    this.ledger = new Ledger(control.checkpoint());
    this.applier =
        Applier.start(
            around.items(),
            Wiring.apply(config, replay),
            new WriteMetrics(around.metrics()),
            around.letters().refusedWrites());
    this.checkpointer =
        new Checkpointer(
            around.controlStore(),
            config.pipeline(),
            control.generation(),
            control.checkpoint(),
            ledger::checkpoint,
            checkpointSteps(around),
            config.checkpoint().interval(),
            end::failed);
    this.changes = around.source().changes(around.plan());
    changes.startOnlyIf(around.mayRead());
    this.flow =
        new Flow(
            around.flow(applier, ledger, turn),
            Wiring.flow(config, around.plan()),
            load,
            control,
            () -> streams(phases));
    this.streaming = !load.needed() && around.remapping().isEmpty();
    this.replaying =
        new Replaying(
            around.source(), around.plan(), letters, turn, applier, ledger, this::isStreaming);
    rows.ifPresent(store -> RowStoreMetrics.publish(store, around.metrics()));
    if (load.needed()) {
      applier.beginLoad(load.inBatches());
    }
  }

  private void streams(Consumer<Phase> phases) {
    streaming = true;
    phases.accept(Phase.STREAMING);
  }

  /** A load that begins again has no checkpoint. */
  boolean isStreaming() {
    return streaming && ledger.checkpoint().isPresent();
  }

  private CheckpointSteps checkpointSteps(Surroundings around) {
    CheckpointSteps keeping = new RowKeeping(rows, around.metrics(), end);
    return around
        .remapping()
        .map(r -> r.steps(keeping, rows, around.plan().fingerprint(), control::mappingIs))
        .orElse(keeping);
  }

  /** The version that a load gave every item; empty if that is not known. */
  Optional<Version> loaded() {
    return control.loaded();
  }

  /** The run before may have applied anything up to where the source is now. */
  private static Replay replay(Config config, ControlSide control, SourceSide source) {
    return new Replay(
        source.catalog().currentVersion(),
        control.lateWritesPossible() ? config.apply().lateWriteHorizon() : Duration.ZERO);
  }

  /** Begins to read. */
  void start() {
    var unused = applier.failure().thenAccept(end::failed);
    checkpointer.start();
    reader.setDaemon(true);
    rows.ifPresent(store -> store.usedBy(reader));
    reader.start();
  }

  private void read() {
    try {
      changes.run(flow.sink(), checkpointer::durable);
      over();
    } catch (LockstepException e) {
      log.debug("the source ended", e);
      end.failed(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      over();
    } catch (RuntimeException | Error e) {
      log.error("A broken invariant stops the pipeline", e);
      end.failed(broken(e));
    }
  }

  private void over() {
    if (!stopping) {
      end.requested();
    }
  }

  static Problem broken(Throwable e) {
    return Problem.error(
        Category.INTERNAL,
        "INVARIANT",
        "an invariant of Lockstep is broken: " + e,
        null,
        "Start again: nothing is lost. Please report this with the log.");
  }

  /**
   * Ends: reads no more, finishes what was taken as far as the time limit allows, stores the
   * checkpoint.
   */
  void stop() throws InterruptedException {
    stop(Optional.empty());
  }

  /**
   * Stops so that nothing changes in the target any more when this returns, unless the pipeline is
   * to end meanwhile: like {@link #stop}, and waits until tombstones are buried and no late write
   * can arrive.
   */
  void settle(Helm helm) throws InterruptedException {
    stop(Optional.of(helm));
  }

  private void stop(Optional<Helm> settling) throws InterruptedException {
    long deadline = System.nanoTime() + config.shutdownTimeout().toNanos();
    stopping = true;
    changes.close();
    reader.join(Math.max(1, left(deadline).toMillis()));
    drain(deadline, state -> state.writes() > 0 || letters.isBusy());
    if (settling.isPresent()) {
      deadline += config.apply().lateWriteHorizon().toNanos();
      drain(deadline, state -> !state.quiet() && !end.isNear());
    }
    boolean stored = checkpointer.stop(left(deadline));
    ApplyState state = applier.state();
    applier.close();
    if (!stored) {
      log.warn("The last checkpoint could not be stored; the next start repeats a little more");
    }
    boolean quiet = state.quiet() && !reader.isAlive();
    if (stored && quiet) {
      control.stoppedQuietly();
    } else if (settling.isPresent() && !quiet) {
      settling.get().rest(config.apply().lateWriteHorizon());
    }
    if (stored && !reader.isAlive() && leavesNoParts()) {
      control.leavesNoParts();
    }
  }

  /** Neither of a transaction of its own nor of one that the run before began. */
  private boolean leavesNoParts() {
    boolean repeated = checkpoint().filter(c -> !replay.through().isAfter(c.version())).isPresent();
    return ledger.endsWithCheckpoint() && (repeated || control.cut().isEmpty());
  }

  private void drain(long deadline, Predicate<ApplyState> more) throws InterruptedException {
    while (more.test(state()) && state().failure().isEmpty() && !left(deadline).isZero()) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  /** Whether everything before a version is acknowledged. */
  boolean isApplied(Version version) {
    return ledger.drainedPast(version);
  }

  Replaying replaying() {
    return replaying;
  }

  DeadLetters letters() {
    return letters;
  }

  /** The newest change of a row that was read after a version. */
  Optional<Version> changeAfter(Version version) {
    return flow.newestChange().filter(newest -> newest.isAfter(version));
  }

  /** From the commit of the newest transaction to its reading; null if none has come yet. */
  @Nullable Double captureSeconds() {
    return flow.captureSeconds();
  }

  Ledger ledger() {
    return ledger;
  }

  ApplyState state() {
    return applier.state();
  }

  Applier applier() {
    return applier;
  }

  Flow flow() {
    return flow;
  }

  ChangeSource changes() {
    return changes;
  }

  /** Sizes of the row store; empty where there is none. */
  Optional<RowStoreStatistics> rowStore() {
    return rows.flatMap(KeptStore::statistics);
  }

  Optional<Checkpoint> checkpoint() {
    return checkpointer.checkpoint();
  }
}
