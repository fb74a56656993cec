package dev.lockstep.cutover;

/** Waits a moment before the next attempt. */
@FunctionalInterface
interface Pause {
  /** The usual one. */
  Pause OF_A_SECOND = () -> Thread.sleep(1_000);

  void await() throws InterruptedException;
}
