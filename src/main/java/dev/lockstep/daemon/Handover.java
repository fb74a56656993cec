package dev.lockstep.daemon;

import dev.lockstep.cutover.Check;
import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.cutover.VerifyScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The handing over of a pipeline's data from the source to the target: its cutover, and rehearsals
 * of the way back. What takes time goes on after a call has returned. Thread-safe; what makes no
 * sense now throws {@link dev.lockstep.problem.LockstepException}.
 */
public interface Handover {

  /** The cutover under way, or the last one; cheap, never blocks. */
  Optional<CutoverReport> cutover();

  /** Looks whether a cutover could begin; changes nothing. */
  List<Check> preflight(Order order);

  /** Begins a cutover. */
  CutoverReport cutOver(Order order);

  /** Takes a cutover back; too late when traffic is being switched. */
  CutoverReport abort(String by);

  /** Says what became of the hook that switches traffic, where nobody knows. */
  CutoverReport switched(String by, Switched what);

  /** The rehearsal under way, or the last one; cheap, never blocks. */
  Optional<RehearsalReport> rehearsal();

  /**
   * Begins a rehearsal of rollback.
   *
   * @param timeout how long its beginning may take; absent for the usual
   */
  RehearsalReport beginRehearsal(String by, @Nullable Duration timeout);

  /** Ends it, or tries once more to. */
  RehearsalReport endRehearsal(String by);

  /**
   * What an operator asks for.
   *
   * @param by who
   * @param verify how much is compared
   * @param sourceIsFenced whether the source is read-only already
   * @param timeout how long it may be read-only; absent: as the configuration says
   */
  record Order(String by, VerifyScope verify, boolean sourceIsFenced, @Nullable Duration timeout) {}

  /** What is to be made of a hook of which nobody knows whether it switched traffic. */
  enum Switched {
    /** It did, or somebody did it by hand. */
    DONE,
    /** Run it again. */
    AGAIN
  }
}
