package dev.lockstep.apply;

import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Problem;
import java.time.Duration;

/** Watches an applier, for metrics and logs. Called from any thread; must be quick. */
public interface ApplyListener {

  /**
   * One attempt at one write has ended.
   *
   * @param nanos from the sending to the outcome
   */
  default void attempted(ItemWrite write, WriteOutcome outcome, long nanos) {}

  /**
   * A write is going to be tried again.
   *
   * @param failures how many attempts have failed in a row
   * @param delay how long the key rests first
   */
  default void retrying(ItemWrite write, WriteOutcome outcome, int failures, Duration delay) {}

  /** Something in the target is not as it should be; the work goes on. */
  default void warned(Problem problem) {}

  /** Watches nothing. */
  static ApplyListener none() {
    return new ApplyListener() {};
  }
}
