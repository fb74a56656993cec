package dev.lockstep.cutover;

import dev.lockstep.cutover.Cutover.Failure;
import dev.lockstep.cutover.TimedStep.Outcome;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a cutover does next, without I/O: takes a state and an event, and returns the state
 * after it. Whoever drives it stores each state before it acts on it.
 *
 * <p><b>The order of things.</b> A step is recorded as begun before it is carried out and as ended
 * after that, so a step that is found begun and not ended may have had its effect. All steps but
 * the operator's hooks may be repeated, and are. Recording is one conditional write in the
 * pipeline's own record, which is what every daemon looks at before it writes; the document follows
 * it.
 *
 * <p><b>The way back.</b> Until traffic is being switched, whatever fails leads back: first the
 * record is taken back, in case it was made, then the source is made writable. Never the other way
 * round: a source that is written to while the record stands would be written to in vain.
 *
 * <p><b>Hooks of which nobody knows whether they ran.</b> A fence in doubt leads back: making the
 * source writable must be harmless at any time, and is repeated until it succeeds. A switch in
 * doubt leads nowhere: the record stands, and an operator says what happened. Hooks that an
 * operator calls idempotent are repeated instead.
 */
public final class CutoverCore {
  private final boolean idempotentHooks;

  /**
   * @param idempotentHooks whether the hooks that fence and switch may be run twice
   */
  public CutoverCore(boolean idempotentHooks) {
    this.idempotentHooks = idempotentHooks;
  }

  /** A cutover that begins. */
  public static Cutover begin(String id, CutoverRequest request) {
    return new Cutover(
        id, request, CutoverStatus.RUNNING, CutoverStep.PREFLIGHT, null, null, List.of());
  }

  /** The step to carry out now; empty if there is none. */
  public static Optional<CutoverStep> next(Cutover cutover) {
    return cutover.status().isUnderWay() ? Optional.of(cutover.step()) : Optional.empty();
  }

  /** When everything is taken back unless it is recorded; empty before the fence. */
  public static Optional<Instant> deadline(Cutover cutover) {
    return cutover
        .fencedSince()
        .map(since -> since.plus(Duration.ofMillis(cutover.request().timeoutMillis())));
  }

  /** Whether the source was read-only for too long. */
  public static boolean isOverdue(Cutover cutover, Instant now) {
    return cutover.status() == CutoverStatus.RUNNING
        && deadline(cutover).filter(now::isAfter).isPresent();
  }

  /** The next step begins. */
  public static Cutover begun(Cutover cutover, Instant now) {
    return cutover.begun(now);
  }

  /** The step that was under way has done its work. */
  public static Cutover done(Cutover cutover, @Nullable String detail, Instant now) {
    Cutover ended = cutover.ended(Outcome.DONE, detail, now);
    return switch (cutover.step()) {
      case PREFLIGHT -> ended.at(CutoverStatus.RUNNING, afterPreflight(cutover));
      case FENCE -> ended.at(CutoverStatus.RUNNING, CutoverStep.MARK);
      case MARK -> ended.at(CutoverStatus.RUNNING, CutoverStep.DRAIN);
      case DRAIN -> ended.at(CutoverStatus.RUNNING, CutoverStep.VERIFY);
      case VERIFY -> ended.at(CutoverStatus.RUNNING, CutoverStep.SEAL);
      case SEAL -> ended.at(CutoverStatus.RUNNING, CutoverStep.RECORD);
      case RECORD -> ended.at(CutoverStatus.SWITCHING, CutoverStep.SWITCH);
      case SWITCH -> ended.at(CutoverStatus.CUT_OVER, CutoverStep.SWITCH);
      case UNRECORD -> ended.at(CutoverStatus.ROLLING_BACK, CutoverStep.UNFENCE);
      case UNFENCE -> ended.at(CutoverStatus.ROLLED_BACK, CutoverStep.UNFENCE);
    };
  }

  private static CutoverStep afterPreflight(Cutover cutover) {
    return cutover.request().sourceIsFenced() ? CutoverStep.MARK : CutoverStep.FENCE;
  }

  /** The marker was written. */
  public static Cutover marked(Cutover cutover, String marker, Instant now) {
    return done(cutover.marked(marker), null, now);
  }

  /** The step that was under way has failed, and it is known that it has. */
  public static Cutover failed(Cutover cutover, Problem problem, Instant now) {
    Cutover ended = cutover.ended(Outcome.FAILED, problem.what(), now);
    return switch (cutover.step()) {
      case UNFENCE -> ended.at(CutoverStatus.UNFENCE_FAILED, CutoverStep.UNFENCE);
      case UNRECORD -> ended;
      case PREFLIGHT -> nothingToTakeBack(because(ended, problem));
      default -> back(because(ended, problem));
    };
  }

  private static Cutover because(Cutover cutover, Problem problem) {
    return cutover.failing(
        new Failure(cutover.step().label(), problem.code(), problem.what(), problem.remedy()));
  }

  private static Cutover nothingToTakeBack(Cutover cutover) {
    return cutover.at(CutoverStatus.ROLLED_BACK, cutover.step());
  }

  /** A record in doubt may stand; one that was never tried does not. */
  private static Cutover back(Cutover cutover) {
    boolean recorded =
        cutover.step() == CutoverStep.SWITCH || cutover.lastOf(CutoverStep.RECORD).isPresent();
    return cutover.at(
        CutoverStatus.ROLLING_BACK, recorded ? CutoverStep.UNRECORD : CutoverStep.UNFENCE);
  }

  /** Nobody knows what became of the step that was under way, a hook that took too long. */
  public Cutover inDoubt(Cutover cutover, Problem problem, Instant now) {
    if (cutover.step() != CutoverStep.SWITCH) {
      return failed(cutover, problem, now);
    }
    return cutover
        .ended(Outcome.UNKNOWN, problem.what(), now)
        .at(CutoverStatus.SWITCH_UNKNOWN, CutoverStep.SWITCH);
  }

  /** The source was read-only for longer than it may be. */
  public static Cutover expired(Cutover cutover, Instant now) {
    return failed(cutover, CutoverProblems.tooLong(cutover.request().timeoutMillis()), now);
  }

  /**
   * An operator wants it taken back.
   *
   * @return empty if it is too late: traffic is being switched, or was
   */
  public static Optional<Cutover> aborted(Cutover cutover, String by, Instant now) {
    return switch (cutover.status()) {
      case RUNNING ->
          Optional.of(
              cutover.steps().isEmpty() || cutover.step() == CutoverStep.PREFLIGHT
                  ? nothingToTakeBack(because(unsure(cutover, now), aborted(by)))
                  : back(because(unsure(cutover, now), aborted(by))));
      case SWITCH_UNKNOWN -> Optional.of(back(because(cutover, aborted(by))));
      case UNFENCE_FAILED -> Optional.of(cutover.at(CutoverStatus.ROLLING_BACK, cutover.step()));
      case ROLLING_BACK, ROLLED_BACK -> Optional.of(cutover);
      case SWITCHING, CUT_OVER, REOPENED -> Optional.empty();
    };
  }

  private static Problem aborted(String by) {
    return CutoverProblems.aborted(by);
  }

  private static Cutover unsure(Cutover cutover, Instant now) {
    return cutover.ended(Outcome.UNKNOWN, null, now);
  }

  /** An operator says that traffic was switched; only where nobody knows. */
  public static Optional<Cutover> switched(Cutover cutover, String by, Instant now) {
    if (cutover.status() != CutoverStatus.SWITCH_UNKNOWN) {
      return Optional.empty();
    }
    return Optional.of(done(cutover.begun(now), "traffic was switched, says " + by, now));
  }

  /** An operator wants the hook that switches traffic to run again; only where nobody knows. */
  public static Optional<Cutover> switchAgain(Cutover cutover) {
    return cutover.status() == CutoverStatus.SWITCH_UNKNOWN
        ? Optional.of(cutover.at(CutoverStatus.SWITCHING, CutoverStep.SWITCH))
        : Optional.empty();
  }

  /** An operator has put the pipeline to work again. */
  public static Cutover reopened(Cutover cutover, Instant now) {
    return unsure(cutover, now).at(CutoverStatus.REOPENED, cutover.step());
  }

  /**
   * A new process takes it up.
   *
   * @param recorded whether the pipeline's record says that this cutover is recorded
   */
  public Cutover resumed(Cutover cutover, boolean recorded, Instant now) {
    boolean begun = Timeline.isRunning(cutover.steps());
    Cutover known = unsure(cutover, now);
    return switch (cutover.status()) {
      case RUNNING ->
          recorded
              ? known.at(CutoverStatus.SWITCHING, CutoverStep.SWITCH)
              : resumedBeforeRecord(known, begun);
      case SWITCHING ->
          begun && !idempotentHooks
              ? known.at(CutoverStatus.SWITCH_UNKNOWN, CutoverStep.SWITCH)
              : known;
      default -> known;
    };
  }

  /** What was applied, compared and sealed in another process's life is done again in this one. */
  private Cutover resumedBeforeRecord(Cutover cutover, boolean begun) {
    return switch (cutover.step()) {
      case FENCE ->
          begun && !idempotentHooks
              ? back(because(cutover, CutoverProblems.fenceUnknown()))
              : cutover;
      case VERIFY, SEAL, RECORD -> cutover.at(CutoverStatus.RUNNING, CutoverStep.DRAIN);
      default -> cutover;
    };
  }
}
