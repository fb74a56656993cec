package dev.lockstep.daemon;

/** The right to write to the target of a pipeline that stands still. */
interface StillLease extends AutoCloseable {

  /**
   * Has it from now on.
   *
   * @return the pipeline's record under it
   * @throws dev.lockstep.problem.LockstepException if somebody else has it
   */
  ControlSide take() throws InterruptedException;

  /** Whether it stands; asked before each write. */
  boolean mayWrite();

  /** Gives it back, if it was taken for this. */
  @Override
  void close();
}
