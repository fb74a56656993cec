package dev.lockstep.verify;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** What time it is, and how to let it pass. */
public interface VerifyClock {

  /** A clock that only ever advances. */
  long nanos();

  /** The time of day. */
  Instant now();

  /** Lets time pass. */
  void sleep(long nanos) throws InterruptedException;

  /** The machine's own. */
  static VerifyClock system() {
    return new VerifyClock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void sleep(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos);
      }
    };
  }
}
