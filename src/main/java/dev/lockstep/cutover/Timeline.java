package dev.lockstep.cutover;

import dev.lockstep.cutover.TimedStep.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done to the steps of a procedure as they go by: pure, on lists that never change. */
final class Timeline {
  private Timeline() {}

  static List<TimedStep> begun(List<TimedStep> steps, String step, Instant now) {
    List<TimedStep> more = new ArrayList<>(steps);
    more.add(TimedStep.begun(step, now));
    return List.copyOf(more);
  }

  /** Ends the step that is under way; nothing if none is. */
  static List<TimedStep> ended(
      List<TimedStep> steps, Outcome how, @Nullable String detail, Instant now) {
    if (!isRunning(steps)) {
      return steps;
    }
    List<TimedStep> changed = new ArrayList<>(steps);
    int last = changed.size() - 1;
    changed.set(last, changed.get(last).ended(how, detail, now));
    return List.copyOf(changed);
  }

  static boolean isRunning(List<TimedStep> steps) {
    return !steps.isEmpty() && steps.get(steps.size() - 1).outcome() == Outcome.RUNNING;
  }

  static Optional<TimedStep> first(List<TimedStep> steps, String step) {
    return steps.stream().filter(timed -> timed.step().equals(step)).findFirst();
  }

  static Optional<TimedStep> last(List<TimedStep> steps, String step) {
    return steps.stream().filter(timed -> timed.step().equals(step)).reduce((a, b) -> b);
  }
}
