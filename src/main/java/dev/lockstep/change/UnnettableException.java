package dev.lockstep.change;

/** Says that what a transaction left behind cannot be told within the configured bounds. */
public final class UnnettableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what one sentence: which bound, and what was met
   */
  public UnnettableException(String what) {
    super(what);
  }
}
