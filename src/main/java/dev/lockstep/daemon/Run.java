package dev.lockstep.daemon;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ApplyState;
import dev.lockstep.apply.BadRows;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.Replay;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.Checkpointer;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.config.Config;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.ChangeSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final Ledger ledger;
  private final Applier applier;
  private final Checkpointer checkpointer;
  private final ChangeSource changes;
  private final TransactionProcessor processor;
  private final LoadProgress progress;
  private final Thread reader = new Thread(this::read, "lockstep-source");

  /**
   * @param store fenced by the lease
   * @param current the source's version now: the run before may have applied anything up to it
   * @param phases told when the phase changes
   */
  Run(
      Config config,
      SourceSide source,
      MappingPlan plan,
      ControlStore controlStore,
      ControlSide control,
      LoadPlan load,
      ItemStore store,
      Version current,
      Metrics metrics,
      PipelineEnd end,
      Consumer<Phase> phases) {
    this.config = config;
    this.control = control;
    this.end = end;
    this.ledger = new Ledger(control.checkpoint());
    this.applier =
        Applier.start(
            store,
            Wiring.apply(config, replay(config, control, current)),
            new WriteMetrics(metrics),
            BadRows.halt());
    this.checkpointer =
        new Checkpointer(
            controlStore,
            config.pipeline(),
            control.generation(),
            control.checkpoint(),
            ledger::checkpoint,
            checkpoint -> metrics.checkpoint(),
            config.checkpoint().interval(),
            end::failed);
    this.changes = source.changes(plan);
    this.progress = new LoadProgress(source.tables());
    if (load.needed()) {
      progress.begin();
    }
    Sweep sweep = new Sweep(store, applier);
    this.processor =
        new TransactionProcessor(
            ledger,
            plan.mapper(),
            applier,
            new Moves(store, applier),
            sweep,
            new LoadEnd(
                plan.tables(),
                applier,
                sweep,
                progress,
                load,
                () -> phases.accept(Phase.STREAMING)),
            new ChangeMetrics(metrics, progress),
            metrics,
            InstantSource.system());
    if (load.needed()) {
      applier.beginLoad(load.inBatches());
    }
  }

  private static Replay replay(Config config, ControlSide control, Version current) {
    return new Replay(
        current, control.lateWritesPossible() ? config.apply().lateWriteHorizon() : Duration.ZERO);
  }

  /** Begins to read. */
  void start() {
    var unused = applier.failure().thenAccept(end::failed);
    checkpointer.start();
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      changes.run(processor, checkpointer::durable);
      end.requested();
    } catch (LockstepException e) {
      log.debug("the source ended", e);
      end.failed(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end.requested();
    } catch (RuntimeException | Error e) {
      log.error("A broken invariant stops the pipeline", e);
      end.failed(broken(e));
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
    long deadline = System.nanoTime() + config.shutdownTimeout().toNanos();
    changes.close();
    reader.join(Math.max(1, left(deadline).toMillis()));
    drain(deadline);
    boolean stored = checkpointer.stop(left(deadline));
    ApplyState state = applier.state();
    applier.close();
    if (!stored) {
      log.warn("The last checkpoint could not be stored; the next start repeats a little more");
    }
    if (stored && state.quiet() && !reader.isAlive()) {
      control.stoppedQuietly();
    }
  }

  private void drain(long deadline) throws InterruptedException {
    while (state().writes() > 0 && state().failure().isEmpty() && !left(deadline).isZero()) {
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

  Ledger ledger() {
    return ledger;
  }

  ApplyState state() {
    return applier.state();
  }

  Applier applier() {
    return applier;
  }

  ChangeSource changes() {
    return changes;
  }

  LoadProgress progress() {
    return progress;
  }

  Optional<Checkpoint> checkpoint() {
    return checkpointer.checkpoint();
  }
}
