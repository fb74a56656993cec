package dev.lockstep.daemon;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be wrong with an order. */
final class SteeringProblems {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int REASON_LENGTH = 500;
  private static final double MOST_UNITS = 1e9;

  private SteeringProblems() {}

  static void check(Steering.Pause order) {
    Duration limit = order.maxDuration();
    if (limit != null && (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0)) {
      throw range("a pause lasts from 1 second to 30 days", "maxDuration");
    }
    if (order.reason() != null && order.reason().length() > REASON_LENGTH) {
      throw range("a reason has at most " + REASON_LENGTH + " characters", "reason");
    }
  }

  /** More requests than connections were made for would wait for one another. */
  static void check(Steering.Throttle order, int mostInFlight) {
    Double units = order.writeUnitsPerSecond();
    if (units != null && !(units >= 0 && units <= MOST_UNITS)) {
      throw range(
          "write units per second are from 0, for no budget, to 1,000,000,000",
          "writeUnitsPerSecond");
    }
    Integer requests = order.maxInFlight();
    if (requests != null && (requests < 1 || requests > mostInFlight)) {
      throw range(
          String.format(
              Locale.ROOT,
              "requests in flight are from 1 to apply.max-in-flight, which is %,d",
              mostInFlight),
          "maxInFlight");
    }
    if (units == null && requests == null && !order.asConfigured()) {
      throw range("a throttle needs a number", "writeUnitsPerSecond, maxInFlight");
    }
  }

  private static LockstepException range(String what, String where) {
    return new LockstepException(
        Problem.error(
            Category.CONFIGURATION, "ORDER-RANGE", what, where, "Correct the value, and repeat."));
  }

  static Problem loading(String pipeline) {
    return Problem.error(
        Category.CONFIGURATION,
        "PAUSE-WHILE-LOADING",
        "pipeline '"
            + pipeline
            + "' is in its initial load, which is one snapshot: it cannot be"
            + " continued, only begun again",
        null,
        "Slow it down with 'throttle', or wait until it streams; to give the load up, stop the"
            + " daemon.");
  }

  static Problem notYet(@Nullable String pipeline) {
    return Problem.error(
        Category.CONFIGURATION,
        "NOT-STARTED-YET",
        "pipeline '" + pipeline + "' has not reached its control table yet",
        null,
        "Try again in a moment.");
  }
}
