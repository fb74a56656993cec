package dev.lockstep.daemon;

/**
 * What a handover makes of writes to the target: from the moment of a cutover on they are all held
 * back, at once; and while strangers' items are healed, what they stand in the way of is passed
 * over. Thread-safe.
 */
final class Seal {
  private volatile boolean closed;
  private volatile boolean healing;

  /** From now on nothing is written. */
  void close() {
    closed = true;
  }

  /** Lets writes through again. */
  void open() {
    closed = false;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether no handover makes anything of writes. */
  boolean isQuiet() {
    return !closed && !healing;
  }

  /** Whether all items are compared with the source when this is over, and repaired. */
  void heal(boolean whether) {
    healing = whether;
  }

  boolean isHealing() {
    return healing;
  }
}
