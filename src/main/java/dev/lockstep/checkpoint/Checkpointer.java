package dev.lockstep.checkpoint;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.checkpoint.ControlStore.Update;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the ledger's checkpoint regularly, on a thread of its own: the pipeline never waits for
 * it. A save that fails is repeated with whatever is newest then. A save that another generation
 * prevents is final: the lease is lost.
 */
public final class Checkpointer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Checkpointer.class);

  private final ControlStore store;
  private final String pipeline;
  private final long generation;
  private final Supplier<Optional<Checkpoint>> newest;
  private final CheckpointSteps steps;
  private final Consumer<Problem> lost;
  private final long intervalNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = new Thread(this::saveUntilStopped, "lockstep-checkpoint");

  private volatile Optional<Checkpoint> durable;
  private volatile Optional<Problem> fault = Optional.empty();
  private boolean stopping;

  /**
   * @param generation of the lease, as acquired
   * @param resumed the checkpoint that the control table has
   * @param newest the checkpoint that may be stored: {@link Ledger#checkpoint}
   * @param steps what goes with each save
   * @param interval time between two saves; see {@code checkpoint.interval}
   * @param lost called once, from the checkpointer's thread, if another generation has taken over
   */
  public Checkpointer(
      ControlStore store,
      String pipeline,
      long generation,
      Optional<Checkpoint> resumed,
      Supplier<Optional<Checkpoint>> newest,
      CheckpointSteps steps,
      Duration interval,
      Consumer<Problem> lost) {
    this.store = store;
    this.pipeline = pipeline;
    this.generation = generation;
    this.newest = newest;
    this.steps = steps;
    this.lost = lost;
    this.intervalNanos = interval.toNanos();
    this.durable = resumed;
    thread.setDaemon(true);
  }

  /** Begins to store checkpoints. */
  public void start() {
    thread.start();
  }

  /** The newest stored position: what the source may forget, and resumes from. */
  public Optional<SourcePosition> durable() {
    return durable.map(Checkpoint::position);
  }

  /** The newest stored checkpoint. */
  public Optional<Checkpoint> checkpoint() {
    return durable;
  }

  /** Why the last save failed; empty if it did not. */
  public Optional<Problem> fault() {
    return fault;
  }

  private void saveUntilStopped() {
    try {
      boolean more = true;
      while (more) {
        boolean last = pause();
        Result result = save();
        more = result != Result.LOST && (!last || result == Result.FAILED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the interval, or a tenth of it before another attempt at the last save. */
  private boolean pause() throws InterruptedException {
    lock.lock();
    try {
      long left = stopping && fault.isPresent() ? intervalNanos / 10 : intervalNanos;
      boolean wasStopping = stopping;
      while (left > 0 && stopping == wasStopping && !(stopping && fault.isEmpty())) {
        left = changed.awaitNanos(left);
      }
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private Result save() {
    Optional<Checkpoint> candidate = newest.get();
    if (candidate.isEmpty() || candidate.equals(durable)) {
      fault = Optional.empty();
      return Result.DONE;
    }
    try {
      return save(candidate.get());
    } catch (LockstepException e) {
      return failed(e.problem());
    } catch (RuntimeException e) {
      return failed(unexpected(e));
    }
  }

  private Result save(Checkpoint candidate) {
    steps.beforeSave(candidate);
    if (!store.save(pipeline, generation, new Update(candidate, null, Map.of()))) {
      lost.accept(LeaseProblems.lost(pipeline));
      return Result.LOST;
    }
    durable = Optional.of(candidate);
    steps.afterSave(candidate);
    if (fault.isPresent()) {
      log.info("Checkpoints of '{}' are stored again", pipeline);
      fault = Optional.empty();
    }
    return Result.DONE;
  }

  private Result failed(Problem problem) {
    if (fault.isEmpty()) {
      log.warn("The checkpoint of '{}' could not be stored: {}", pipeline, problem);
    }
    fault = Optional.of(problem);
    return Result.FAILED;
  }

  /**
   * Stores the last checkpoint and ends.
   *
   * @param limit how long to try
   * @return whether what the ledger has is stored
   */
  public boolean stop(Duration limit) throws InterruptedException {
    signalStop();
    thread.join(Math.max(1, limit.toMillis()));
    thread.interrupt();
    return newest.get().equals(durable);
  }

  private void signalStop() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends without a last save. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private static Problem unexpected(RuntimeException e) {
    return Problem.error(
        Category.INTERNAL,
        "CHECKPOINT-FAILED",
        "storing a checkpoint failed: " + e,
        null,
        "See the log; it is tried again.");
  }

  private enum Result {
    DONE,
    FAILED,
    LOST
  }
}
