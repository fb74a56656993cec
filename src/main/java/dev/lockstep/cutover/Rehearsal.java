package dev.lockstep.cutover;

import dev.lockstep.cutover.Cutover.Failure;
import dev.lockstep.cutover.TimedStep.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rehearsal of rollback as its document tells it.
 *
 * @param id which one
 * @param by who began it
 * @param timeoutMillis how long its beginning may take
 * @param status where it stands
 * @param step the step that is under way or next
 * @param marker the version of the marker that was drained to before the pause; absent before it
 * @param position where the pipeline was paused, as the source writes it; absent before
 * @param figures what came of it, as far as it is known
 * @param failure why it did not begin, or not end yet; absent if all goes well
 * @param steps what was done so far, in order
 */
public record Rehearsal(
    String id,
    String by,
    long timeoutMillis,
    RehearsalStatus status,
    RehearsalStep step,
    @Nullable String marker,
    @Nullable String position,
    Figures figures,
    @Nullable Failure failure,
    List<TimedStep> steps) {

  /**
   * What came of a rehearsal; parts that are not known yet are absent.
   *
   * @param backlogBytes of the source's log that waited when the pause ended
   * @param compared items compared in the end
   * @param healed items that were repaired, in all rounds
   * @param left differences that are left
   */
  public record Figures(
      @Nullable Long backlogBytes,
      @Nullable Long compared,
      @Nullable Long healed,
      @Nullable Long left) {
    /** Nothing yet. */
    public static final Figures NONE = new Figures(null, null, null, null);
  }

  /** Copies the steps. */
  public Rehearsal {
    steps = List.copyOf(steps);
  }

  Rehearsal at(RehearsalStatus newStatus, RehearsalStep newStep) {
    return new Rehearsal(
        id, by, timeoutMillis, newStatus, newStep, marker, position, figures, failure, steps);
  }

  Rehearsal marked(String newMarker) {
    return new Rehearsal(
        id, by, timeoutMillis, status, step, newMarker, position, figures, failure, steps);
  }

  Rehearsal pausedAt(String newPosition) {
    return new Rehearsal(
        id, by, timeoutMillis, status, step, marker, newPosition, figures, failure, steps);
  }

  Rehearsal with(Figures newFigures) {
    return new Rehearsal(
        id, by, timeoutMillis, status, step, marker, position, newFigures, failure, steps);
  }

  Rehearsal failing(@Nullable Failure why) {
    return new Rehearsal(
        id, by, timeoutMillis, status, step, marker, position, figures, why, steps);
  }

  Rehearsal begun(Instant now) {
    return with(Timeline.begun(steps, step.label(), now));
  }

  Rehearsal ended(Outcome how, @Nullable String detail, Instant now) {
    return with(Timeline.ended(steps, how, detail, now));
  }

  private Rehearsal with(List<TimedStep> newSteps) {
    return new Rehearsal(
        id, by, timeoutMillis, status, step, marker, position, figures, failure, newSteps);
  }

  private Optional<TimedStep> lastOf(RehearsalStep which) {
    return Timeline.last(steps, which.label());
  }

  private Optional<Instant> end(RehearsalStep which) {
    return lastOf(which).map(TimedStep::endedMillis).map(Instant::ofEpochMilli);
  }

  /** When it began. */
  public Optional<Instant> startedAt() {
    return steps.stream().findFirst().map(first -> Instant.ofEpochMilli(first.startedMillis()));
  }

  /** Since when the pipeline is, or was, paused for it. */
  public Optional<Instant> pausedSince() {
    return end(RehearsalStep.PAUSE);
  }

  /** How long the pipeline was paused; empty while it is. */
  public Optional<Double> pausedSeconds() {
    return seconds(pausedSince(), end(RehearsalStep.RESUME));
  }

  /** How long it took to catch up, from the end of the pause; empty before. */
  public Optional<Double> catchUpSeconds() {
    return seconds(end(RehearsalStep.RESUME), end(RehearsalStep.CATCH_UP));
  }

  private static Optional<Double> seconds(Optional<Instant> from, Optional<Instant> to) {
    return from.flatMap(
        begin ->
            to.filter(end -> !end.isBefore(begin))
                .map(end -> (end.toEpochMilli() - begin.toEpochMilli()) / 1e3));
  }
}
