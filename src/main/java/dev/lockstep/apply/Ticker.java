package dev.lockstep.apply;

/** A clock that only runs forward; its origin means nothing. */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since the origin. */
  long nanos();

  /** The machine's own. */
  static Ticker system() {
    return System::nanoTime;
  }
}
