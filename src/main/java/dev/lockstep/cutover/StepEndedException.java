package dev.lockstep.cutover;

/** A step need not be finished: an operator wants it so, or its time is over. */
public final class StepEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepEndedException(String why) {
    super(why);
  }
}
