package dev.lockstep.cutover;

import dev.lockstep.cutover.Cutover.Failure;
import dev.lockstep.cutover.Rehearsal.Figures;
import dev.lockstep.cutover.RehearsalSteps.Healed;
import dev.lockstep.cutover.TimedStep.Outcome;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a rehearsal does next, without I/O, as {@link CutoverCore} does for a cutover. All
 * its steps may be repeated, so a step in doubt is. What fails before the pause ends the rehearsal;
 * what fails after it waits to be ended again, since the target is not as the source says.
 */
public final class RehearsalCore {
  private RehearsalCore() {}

  /** A rehearsal that begins. */
  public static Rehearsal begin(String id, String by, Duration timeout) {
    return new Rehearsal(
        id,
        by,
        timeout.toMillis(),
        RehearsalStatus.BEGINNING,
        RehearsalStep.MARK,
        null,
        null,
        Figures.NONE,
        null,
        List.of());
  }

  /** The step to carry out now; empty if there is none. */
  public static Optional<RehearsalStep> next(Rehearsal rehearsal) {
    return rehearsal.status().isUnderWay() ? Optional.of(rehearsal.step()) : Optional.empty();
  }

  /** Whether its beginning has taken too long; a pause that may have begun is seen through. */
  public static boolean isOverdue(Rehearsal rehearsal, Instant now) {
    return rehearsal.status() == RehearsalStatus.BEGINNING
        && rehearsal.step() != RehearsalStep.PAUSE
        && rehearsal
            .startedAt()
            .filter(start -> now.isAfter(start.plusMillis(rehearsal.timeoutMillis())))
            .isPresent();
  }

  /** The step that was under way has done its work. */
  public static Rehearsal done(Rehearsal rehearsal, @Nullable String detail, Instant now) {
    Rehearsal ended = rehearsal.ended(Outcome.DONE, detail, now);
    return switch (rehearsal.step()) {
      case MARK -> ended.at(RehearsalStatus.BEGINNING, RehearsalStep.DRAIN);
      case DRAIN -> ended.at(RehearsalStatus.BEGINNING, RehearsalStep.VERIFY);
      case VERIFY -> ended.at(RehearsalStatus.BEGINNING, RehearsalStep.PAUSE);
      case PAUSE -> ended.at(RehearsalStatus.RUNNING, RehearsalStep.RESUME);
      case RESUME -> ended.at(RehearsalStatus.ENDING, RehearsalStep.CATCH_UP);
      case CATCH_UP -> ended.at(RehearsalStatus.ENDING, RehearsalStep.HEAL);
      case HEAL -> ended.at(RehearsalStatus.ENDED, RehearsalStep.HEAL);
    };
  }

  /** What it found is repaired, as far as it could be. */
  public static Rehearsal healed(Rehearsal rehearsal, Healed healed, Instant now) {
    Figures before = rehearsal.figures();
    long sum = healed.healed() + (before.healed() == null ? 0 : before.healed());
    Rehearsal with =
        rehearsal.with(new Figures(before.backlogBytes(), healed.compared(), sum, healed.left()));
    String detail = healed.healed() + " repaired, " + healed.left() + " left";
    return healed.left() == 0
        ? done(with, detail, now).failing(null)
        : failed(with, CutoverProblems.notHealed(healed.left()), now);
  }

  /** The pipeline goes on. */
  public static Rehearsal resumedStream(Rehearsal rehearsal, long backlogBytes, Instant now) {
    Figures before = rehearsal.figures();
    Long bytes = backlogBytes < 0 ? before.backlogBytes() : Long.valueOf(backlogBytes);
    Figures after = new Figures(bytes, before.compared(), before.healed(), before.left());
    return done(rehearsal.with(after), null, now);
  }

  /** The step that was under way has failed. */
  public static Rehearsal failed(Rehearsal rehearsal, Problem problem, Instant now) {
    Failure failure =
        new Failure(rehearsal.step().label(), problem.code(), problem.what(), problem.remedy());
    Rehearsal ended = rehearsal.ended(Outcome.FAILED, problem.what(), now).failing(failure);
    return rehearsal.status() == RehearsalStatus.BEGINNING
        ? ended.at(RehearsalStatus.FAILED, rehearsal.step())
        : ended.at(RehearsalStatus.END_FAILED, rehearsal.step());
  }

  /** Its beginning has taken too long. */
  public static Rehearsal expired(Rehearsal rehearsal, Instant now) {
    return failed(rehearsal, CutoverProblems.beginTooLong(rehearsal.timeoutMillis()), now);
  }

  /**
   * An operator wants it to end.
   *
   * @return empty if it has not begun, or is over; one that is ending already stays as it is
   */
  public static Optional<Rehearsal> end(Rehearsal rehearsal) {
    return switch (rehearsal.status()) {
      case RUNNING -> Optional.of(rehearsal.at(RehearsalStatus.ENDING, RehearsalStep.RESUME));
      case END_FAILED -> Optional.of(again(rehearsal).failing(null));
      case ENDING -> Optional.of(rehearsal);
      case BEGINNING, ENDED, FAILED -> Optional.empty();
    };
  }

  private static Rehearsal again(Rehearsal rehearsal) {
    return rehearsal.at(
        RehearsalStatus.ENDING,
        rehearsal.step() == RehearsalStep.HEAL ? RehearsalStep.CATCH_UP : rehearsal.step());
  }

  /** A new process takes it up: what was waited for and compared in another life counts no more. */
  public static Rehearsal resumed(Rehearsal rehearsal, Instant now) {
    Rehearsal known = rehearsal.ended(Outcome.UNKNOWN, null, now);
    if (!known.status().isUnderWay()) {
      return known;
    }
    return switch (known.step()) {
      case VERIFY -> known.at(known.status(), RehearsalStep.DRAIN);
      case HEAL -> known.at(known.status(), RehearsalStep.CATCH_UP);
      default -> known;
    };
  }
}
