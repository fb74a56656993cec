package dev.lockstep.daemon;

/** Holds back every write to the target, at once, from the moment of a cutover on. Thread-safe. */
final class Seal {
  private volatile boolean closed;

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
}
