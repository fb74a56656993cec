package dev.lockstep.checkpoint;

/** How long to wait for a lease that somebody else holds. */
public enum Patience {
  /** Not at all: refuse at once, naming the holder. */
  REFUSE,
  /** Until it has run out; but refuse as soon as the holder is seen to be alive. */
  UNLESS_ALIVE,
  /** For ever, through failures of the control table too: to take over when the holder is gone. */
  STAND_BY
}
