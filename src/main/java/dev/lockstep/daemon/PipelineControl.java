package dev.lockstep.daemon;

import dev.lockstep.change.Version;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Verifications;
import java.time.Duration;
import java.util.Optional;

/** A running pipeline, as its operators see it. Thread-safe. */
public interface PipelineControl extends AutoCloseable {

  /** How it stands; cheap, never blocks. */
  PipelineStatus status();

  /** Whether this process holds the pipeline's lease: whether it may write at all. Never blocks. */
  boolean leaseHeld();

  /**
   * What operators can tell it.
   *
   * @throws dev.lockstep.problem.LockstepException NOT-STARTED-YET
   */
  Steering steering();

  /**
   * Waits until all that was committed before a version is acknowledged by the target.
   *
   * @param version usually {@link dev.lockstep.source.SourceCatalog#currentVersion}
   * @return false if the limit passed first
   * @throws dev.lockstep.problem.LockstepException if the pipeline fails meanwhile
   */
  boolean awaitApplied(Version version, Duration limit) throws InterruptedException;

  /** The dead letters of the pipeline. */
  LetterBox deadLetters();

  /** Its cutover and rehearsals. */
  Handover handover();

  /** The verifications of the pipeline; they end with it. */
  Verifications verifications();

  /**
   * Waits until the pipeline has ended, by {@link #stop} or by itself.
   *
   * @return what ended it; empty after a clean stop
   */
  Optional<Problem> awaitEnd() throws InterruptedException;

  /**
   * Stops cleanly: takes no more changes, finishes the writes under way, stores the checkpoint,
   * gives the lease back. Returns when that is done or its time limit passed; may be called again.
   */
  void stop();

  /** {@link #stop}. */
  @Override
  default void close() {
    stop();
  }
}
