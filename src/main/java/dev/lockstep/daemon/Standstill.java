package dev.lockstep.daemon;

import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that nobody runs: stopped, paused or cut over, as its record shows it. Up to its
 * checkpoint all is in the target, and as long as it stands still nothing is added. Thread-safe.
 */
final class Standstill {
  private final Supplier<Optional<PipelineRecord>> records;
  private final Duration lease;
  private final LongSupplier nanoTime;
  private long generation;
  private boolean own;
  private long counter = -1;
  private long counterSeen;
  private boolean renewed;

  /** What the record says. */
  enum State {
    /** Nobody runs it. */
    STANDS,
    /** Somebody holds its lease, who may have died. */
    UNCLEAR,
    /** Somebody runs it, or has since it was looked at first; or it was never loaded. */
    MOVES
  }

  /**
   * A look at it.
   *
   * @param checkpoint absent unless it stands
   * @param reason why it does not stand
   */
  record View(State state, @Nullable Checkpoint checkpoint, String reason) {
    private static View not(State state, String reason) {
      return new View(state, null, reason);
    }
  }

  /**
   * @param records give the pipeline's record
   * @param lease how long a lease stands that is not renewed
   */
  Standstill(Supplier<Optional<PipelineRecord>> records, Duration lease, LongSupplier nanoTime) {
    this.records = records;
    this.lease = lease;
    this.nanoTime = nanoTime;
    this.generation = records.get().map(PipelineRecord::generation).orElse(0L);
  }

  /** This process holds the lease, so that nobody else runs the pipeline. */
  synchronized void heldAs(long ownGeneration) {
    generation = ownGeneration;
    own = true;
  }

  /** That the target has taken over, if it has. */
  Optional<CutOverFact> cutOver() {
    return records.get().flatMap(CutOverFact::of);
  }

  /** What the load gave every item; empty if it is not known. */
  Optional<Version> loaded() {
    return records.get().flatMap(ControlSide::loadedOf);
  }

  /** How it stands now. */
  synchronized View look() {
    Optional<PipelineRecord> found = records.get();
    if (found.isEmpty()) {
      return View.not(State.MOVES, "the pipeline has never run");
    }
    PipelineRecord record = found.get();
    if (record.generation() != generation) {
      return View.not(State.MOVES, "a daemon has run the pipeline meanwhile: verify again");
    }
    if (!own && record.owner() != null && isAlive(record)) {
      return View.not(
          renewed ? State.MOVES : State.UNCLEAR,
          record.owner().description()
              + " runs the pipeline: verify where its daemon can be reached");
    }
    Checkpoint checkpoint = record.checkpoint();
    return checkpoint == null
        ? View.not(State.MOVES, "the load is not complete")
        : new View(State.STANDS, checkpoint, "");
  }

  /** Whoever renews is; whoever has not renewed for a lease's time is not. */
  private boolean isAlive(PipelineRecord record) {
    if (counter == -1) {
      counter = record.counter();
      counterSeen = nanoTime.getAsLong();
    } else if (counter != record.counter()) {
      renewed = true;
    }
    return renewed || nanoTime.getAsLong() - counterSeen <= lease.toNanos();
  }
}
