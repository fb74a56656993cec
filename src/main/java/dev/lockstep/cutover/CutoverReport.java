package dev.lockstep.cutover;

import dev.lockstep.cutover.Cutover.Failure;
import dev.lockstep.cutover.TimedStep.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cutover as people and programs are shown it. Times as {@code 2024-05-31T12:00:00.250Z}.
 *
 * @param id which one
 * @param by who asked for it
 * @param verify how much is compared
 * @param status where it stands: the label of a {@link CutoverStatus}
 * @param step the step that is under way or next
 * @param startedAt when it began; absent before its first step
 * @param decidedAt when it was recorded, or taken back; absent before
 * @param writeDowntimeSeconds how long nobody could write; absent while that is not over
 * @param fenceToRecordSeconds from the beginning of the fence to the record; absent before
 * @param failure why it was taken back; absent otherwise
 * @param timeline its steps
 */
public record CutoverReport(
    String id,
    String by,
    String verify,
    String status,
    String step,
    @Nullable String startedAt,
    @Nullable String decidedAt,
    @Nullable Double writeDowntimeSeconds,
    @Nullable Double fenceToRecordSeconds,
    @Nullable Failure failure,
    List<Entry> timeline) {

  /**
   * A step as it went.
   *
   * @param step its label
   * @param at when it began
   * @param seconds how long it took; absent while it is under way
   * @param outcome what became of it
   * @param detail what it found; absent if there is nothing to say
   */
  public record Entry(
      String step, String at, @Nullable Double seconds, Outcome outcome, @Nullable String detail) {

    static List<Entry> of(List<TimedStep> steps) {
      return steps.stream().map(Entry::of).toList();
    }

    private static Entry of(TimedStep step) {
      return new Entry(
          step.step(),
          Instant.ofEpochMilli(step.startedMillis()).toString(),
          step.endedMillis() == null ? null : step.millis() / 1e3,
          step.outcome(),
          step.detail());
    }
  }

  /** Copies the timeline. */
  public CutoverReport {
    timeline = timeline == null ? List.of() : List.copyOf(timeline);
  }

  /** Of a cutover. */
  public static CutoverReport of(Cutover cutover) {
    return new CutoverReport(
        cutover.id(),
        cutover.request().by(),
        cutover.request().verify().label(),
        cutover.status().label(),
        cutover.step().label(),
        cutover.steps().stream()
            .findFirst()
            .map(first -> Instant.ofEpochMilli(first.startedMillis()).toString())
            .orElse(null),
        cutover.decidedAt().map(Instant::toString).orElse(null),
        cutover.writeDowntimeSeconds().orElse(null),
        cutover.fenceToRecordSeconds().orElse(null),
        cutover.failure(),
        Entry.of(cutover.steps()));
  }
}
