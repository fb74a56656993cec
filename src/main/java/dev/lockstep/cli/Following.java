package dev.lockstep.cli;

import dev.lockstep.problem.LockstepException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks a daemon how something stands that was ordered, through moments in which it does not answer:
 * what was ordered goes on there, or in the daemon that takes over, whether somebody looks or not.
 *
 * @param terminal told once that nobody answers
 * @param patience for how long nobody need answer
 * @param pause between two attempts
 */
record Following(Terminal terminal, Duration patience, Duration pause) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** What is asked. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws InterruptedException;
  }

  /** Longer than it takes a standby to take over with any lease that is usual. */
  static Following on(Terminal terminal) {
    return new Following(terminal, PATIENCE, PAUSE);
  }

  /**
   * The answer, as soon as there is one.
   *
   * @throws LockstepException if nobody has answered for too long, or what the daemon says
   */
  <T> T ask(Question<T> question) throws InterruptedException {
    long began = System.nanoTime();
    boolean waits = false;
    while (true) {
      try {
        return question.ask();
      } catch (LockstepException e) {
        if (!Daemon.isAway(e) || System.nanoTime() - began >= patience.toNanos()) {
          throw e;
        }
      }
      if (!waits) {
        terminal
            .err()
            .println("No daemon answers; what was ordered goes on when one does. Waiting.");
        terminal.err().flush();
      }
      waits = true;
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
  }
}
