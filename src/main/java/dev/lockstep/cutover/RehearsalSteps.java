package dev.lockstep.cutover;

import dev.lockstep.cutover.CutoverSteps.Limit;

/**
 * Port: carries out the steps of a rehearsal. All calls block and may be repeated at any time; what
 * fails throws {@link dev.lockstep.problem.LockstepException}.
 */
public interface RehearsalSteps {

  /**
   * Writes a marker into the source's log.
   *
   * @return its version as a number
   */
  String mark() throws InterruptedException;

  /** Waits until everything before the marker is applied. */
  String drain(String marker, Limit limit) throws InterruptedException;

  /** Compares some items; differences are a problem. */
  String verify(Limit limit) throws InterruptedException;

  /**
   * Pauses the pipeline durably; if it fails, the pipeline is not paused.
   *
   * @return where it stands, as the source writes it
   */
  String pause(Rehearsal rehearsal) throws InterruptedException;

  /**
   * Lets the pipeline go on.
   *
   * @return bytes of the source's log that wait; -1 if that is unknown
   */
  long resume(Rehearsal rehearsal) throws InterruptedException;

  /** Writes another marker and waits until everything before it is applied. */
  String catchUp() throws InterruptedException;

  /** Compares all items and repairs what differs, until nothing does or a bound is met. */
  Healed heal() throws InterruptedException;

  /**
   * What was repaired.
   *
   * @param compared items
   * @param healed items that were written or deleted
   * @param left differences that are left
   */
  record Healed(long compared, long healed, long left) {}
}
