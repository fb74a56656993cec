package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Desired;
import dev.lockstep.checkpoint.Journal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What operators tell a pipeline. Each order is durable before the call returns, is written into
 * the journal, and holds for whichever daemon runs the pipeline, until another order changes it.
 * Calls block for as long as the control table takes. Thread-safe.
 */
public interface Steering {

  /** What is wanted now. */
  Desired desired();

  /**
   * Holds the pipeline: what is in flight is finished, the checkpoint is stored, nothing more is
   * read, and the source keeps its log. A pause of a paused pipeline changes until when and why.
   *
   * @param who the operator, for the journal
   * @throws dev.lockstep.problem.LockstepException PAUSE-WHILE-LOADING
   */
  Desired pause(String who, Pause order);

  /** Lets the pipeline run; harmless if it does. */
  Desired resume(String who);

  /** Changes how fast the pipeline may write, at once. */
  Desired throttle(String who, Throttle order);

  /** The newest entries of the journal, newest first. */
  List<Journal.Entry> journal(int most);

  /**
   * To pause.
   *
   * @param maxDuration after which the pipeline resumes by itself; absent for never
   * @param reason in the operator's words, for others to read
   */
  record Pause(@Nullable Duration maxDuration, @Nullable String reason) {
    /** Until somebody resumes it. */
    public static final Pause OPEN = new Pause(null, null);
  }

  /**
   * To throttle.
   *
   * @param writeUnitsPerSecond over all tables and indexes; 0 is unlimited, absent leaves it
   * @param maxInFlight requests under way at once; absent leaves it
   * @param asConfigured forget earlier orders first
   */
  record Throttle(
      @Nullable Double writeUnitsPerSecond, @Nullable Integer maxInFlight, boolean asConfigured) {}
}
