package dev.lockstep.cutover;

import dev.lockstep.cutover.TimedStep.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cutover as its document tells it.
 *
 * @param id which one
 * @param request what was asked for
 * @param status where it stands
 * @param step the step that is under way or next
 * @param marker the version of the marker that was written behind the fence; absent before that
 * @param failure why it is taken back; absent while nothing has failed
 * @param steps what was done so far, in order
 */
public record Cutover(
    String id,
    CutoverRequest request,
    CutoverStatus status,
    CutoverStep step,
    @Nullable String marker,
    @Nullable Failure failure,
    List<TimedStep> steps) {

  /**
   * Why a cutover did not come to its end.
   *
   * @param step at which
   * @param code of the problem
   * @param what happened
   * @param remedy what to do about it
   */
  public record Failure(String step, String code, String what, String remedy) {}

  /** Copies the steps. */
  public Cutover {
    steps = List.copyOf(steps);
  }

  Cutover at(CutoverStatus newStatus, CutoverStep newStep) {
    return new Cutover(id, request, newStatus, newStep, marker, failure, steps);
  }

  Cutover marked(String newMarker) {
    return new Cutover(id, request, status, step, newMarker, failure, steps);
  }

  Cutover failing(Failure why) {
    return new Cutover(id, request, status, step, marker, failure == null ? why : failure, steps);
  }

  Cutover begun(Instant now) {
    return with(Timeline.begun(steps, step.label(), now));
  }

  Cutover ended(Outcome how, @Nullable String detail, Instant now) {
    return with(Timeline.ended(steps, how, detail, now));
  }

  private Cutover with(List<TimedStep> newSteps) {
    return new Cutover(id, request, status, step, marker, failure, newSteps);
  }

  /** A step as it went the last time. */
  public Optional<TimedStep> lastOf(CutoverStep which) {
    return Timeline.last(steps, which.label());
  }

  /** When the application's writes may have begun to fail; empty before. */
  public Optional<Instant> fencedSince() {
    CutoverStep first = request.sourceIsFenced() ? CutoverStep.MARK : CutoverStep.FENCE;
    return Timeline.first(steps, first.label())
        .map(fence -> Instant.ofEpochMilli(fence.startedMillis()));
  }

  /** When it was decided: the end of the record, or of the way back. */
  public Optional<Instant> decidedAt() {
    CutoverStep last =
        status == CutoverStatus.ROLLED_BACK ? CutoverStep.UNFENCE : CutoverStep.RECORD;
    return end(last);
  }

  private Optional<Instant> end(CutoverStep which) {
    return lastOf(which).map(TimedStep::endedMillis).map(Instant::ofEpochMilli);
  }

  /**
   * How long nobody could write: from the beginning of the fence until traffic was switched (until
   * the record, where no hook switches it), or the source was writable again. Empty while that is
   * not over.
   */
  public Optional<Double> writeDowntimeSeconds() {
    Optional<Instant> end =
        status == CutoverStatus.CUT_OVER
            ? end(CutoverStep.SWITCH).or(() -> end(CutoverStep.RECORD))
            : status == CutoverStatus.ROLLED_BACK ? end(CutoverStep.UNFENCE) : Optional.empty();
    return fencedSince()
        .flatMap(from -> end.map(to -> (to.toEpochMilli() - from.toEpochMilli()) / 1e3));
  }

  /** From the beginning of the fence to the record; empty before. */
  public Optional<Double> fenceToRecordSeconds() {
    return fencedSince()
        .flatMap(
            from ->
                end(CutoverStep.RECORD).map(to -> (to.toEpochMilli() - from.toEpochMilli()) / 1e3));
  }
}
