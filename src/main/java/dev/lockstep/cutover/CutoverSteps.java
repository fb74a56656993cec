package dev.lockstep.cutover;

import dev.lockstep.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Port: carries out the steps of a cutover. All calls block; those that wait look at the limit.
 * What fails throws {@link dev.lockstep.problem.LockstepException}. All but {@link #fence} and
 * {@link #switchTraffic} may be repeated at any time, whether or not they had their effect.
 */
public interface CutoverSteps {

  /**
   * Looks whether everything is as it must be.
   *
   * @return what was looked at, in a few words
   */
  String preflight(CutoverRequest request) throws InterruptedException;

  /** Makes the source read-only. */
  HookOutcome fence(Cutover cutover) throws InterruptedException;

  /**
   * Writes a marker into the source's log.
   *
   * @return its version as a number
   */
  String mark() throws InterruptedException;

  /** Waits until everything before the marker is applied and nothing is left to tidy up. */
  String drain(String marker, Limit limit) throws InterruptedException;

  /** Compares target and source; differences are a problem. */
  String verify(Cutover cutover, Limit limit) throws InterruptedException;

  /**
   * Writes another marker, waits for it, and makes sure that no row was changed after the first.
   */
  String seal(String marker, Limit limit) throws InterruptedException;

  /** Stops all writes to the target at once, and records the cutover. */
  void record(Cutover cutover) throws InterruptedException;

  /** Switches the application's traffic; does nothing where no hook does. */
  HookOutcome switchTraffic(Cutover cutover) throws InterruptedException;

  /** Takes the record back, if it is there, and lets writes through again. */
  void unrecord(Cutover cutover) throws InterruptedException;

  /** Makes the source writable, if a hook made it read-only. */
  HookOutcome unfence(Cutover cutover) throws InterruptedException;

  /** How long a step may take. */
  interface Limit {
    /**
     * Asked again and again by what waits.
     *
     * @throws StepEndedException if it need not wait any longer
     */
    void check();
  }

  /** What became of an operator's hook. */
  sealed interface HookOutcome {

    /** It did its work, and said this. */
    record Done(@Nullable String said) implements HookOutcome {}

    /** It did not do its work, and says so. */
    record Failed(Problem problem) implements HookOutcome {}

    /** Nobody knows. */
    record Unknown(Problem problem) implements HookOutcome {}
  }
}
