package dev.lockstep.apply;

import dev.lockstep.problem.LockstepException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the target for what a pipeline cannot go on without, again and again while the target is out
 * of reach: an outage that the applier waits out with its writes is to end nobody else. Thread-safe
 * and without state.
 *
 * @param limit how long at most, as for the writes of one key; zero is for ever
 * @param pause between a failure and the next attempt
 * @param nanoTime the clock
 */
public record UntilAnswered(Duration limit, Duration pause, LongSupplier nanoTime) {
  private static final Logger log = LoggerFactory.getLogger(UntilAnswered.class);
  private static final String OUTAGE = "TARGET-UNREACHABLE";
  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * Something that may be asked for again, whatever came of the attempts before.
   *
   * @param <T> what is answered
   */
  @FunctionalInterface
  public interface Call<T> {
    /**
     * One attempt.
     *
     * @throws LockstepException with the reason if it failed
     */
    T make() throws InterruptedException;
  }

  /** The same, of which nothing is answered but that it is done. */
  @FunctionalInterface
  public interface Work {
    /**
     * One attempt.
     *
     * @throws LockstepException with the reason if it failed
     */
    void run() throws InterruptedException;
  }

  /** With half a second between two attempts, each of which takes its own time. */
  public static UntilAnswered within(Duration limit) {
    return of(limit, PAUSE);
  }

  /** Asks once. */
  public static UntilAnswered atOnce() {
    return of(Duration.ofNanos(1), Duration.ZERO);
  }

  /** With another pause. */
  public static UntilAnswered of(Duration limit, Duration pause) {
    return new UntilAnswered(limit, pause, System::nanoTime);
  }

  /**
   * The answer, as soon as there is one. Blocks.
   *
   * @throws LockstepException with the last reason if the limit is over, or at once if the target
   *     has answered, and not with what was asked for
   * @throws InterruptedException if somebody stops the waiting
   */
  public <T> T answerTo(Call<T> call) throws InterruptedException {
    long began = nanoTime.getAsLong();
    boolean waits = false;
    while (true) {
      try {
        T answer = call.make();
        if (waits) {
          log.info("The target answers again");
        }
        return answer;
      } catch (LockstepException e) {
        if (!e.problem().code().equals(OUTAGE) || isOver(nanoTime.getAsLong() - began)) {
          throw e;
        }
        if (!waits) {
          log.warn("Waits until the target answers: {}", e.problem());
        }
        waits = true;
      }
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
  }

  /** Has something done, in the same way. */
  public void carryOut(Work work) throws InterruptedException {
    answerTo(
        () -> {
          work.run();
          return true;
        });
  }

  private boolean isOver(long waitedFor) {
    return !limit.isZero() && waitedFor >= limit.toNanos();
  }
}
