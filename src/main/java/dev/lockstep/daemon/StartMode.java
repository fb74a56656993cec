package dev.lockstep.daemon;

/** How an operator wants a pipeline to start. */
public enum StartMode {
  /** From where it stands: a load if there was none yet, else the stream from the checkpoint. */
  RESUME,
  /**
   * With a new load over the items that are there: the checkpoint and the kept rows are forgotten.
   * It ends with the items that the source says, and writes only what differs.
   */
  RELOAD
}
