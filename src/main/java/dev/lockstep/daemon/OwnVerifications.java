package dev.lockstep.daemon;

import dev.lockstep.verify.Verifications;

/**
 * Verifications that have connections to themselves.
 *
 * @param first closed after them
 * @param last closed after that
 */
record OwnVerifications(Verifications inner, Connected first, Connected last)
    implements ForwardingVerifications {

  /** What is closed. */
  @FunctionalInterface
  interface Connected {
    void close();
  }

  @Override
  public void close() {
    inner.close();
    first.close();
    last.close();
  }
}
