package dev.lockstep.cutover;

import dev.lockstep.cutover.StateStore.Stored;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a rehearsal out, step by step, as {@link RehearsalCore} decides. {@link #run} is for one
 * thread at a time.
 */
public final class RehearsalRunner {
  private static final Logger LOG = LoggerFactory.getLogger(RehearsalRunner.class);

  private final RehearsalSteps steps;
  private final Journaled<Rehearsal> journal;
  private final InstantSource clock;

  /**
   * @param stored the rehearsal as its document has it
   */
  public RehearsalRunner(
      RehearsalSteps steps,
      StateStore<Rehearsal> store,
      Stored<Rehearsal> stored,
      InstantSource clock) {
    this(steps, store, stored, clock, Pause.OF_A_SECOND);
  }

  RehearsalRunner(
      RehearsalSteps steps,
      StateStore<Rehearsal> store,
      Stored<Rehearsal> stored,
      InstantSource clock,
      Pause pause) {
    this.steps = steps;
    this.journal = new Journaled<>(store, stored, pause);
    this.clock = clock;
  }

  /** How it stands. */
  public Rehearsal state() {
    return journal.state();
  }

  /** Takes up what another process left. */
  public void resume() throws InterruptedException {
    journal.update(rehearsal -> RehearsalCore.resumed(rehearsal, now()));
  }

  /**
   * An operator wants it to end.
   *
   * @return false if it has not begun, or is over
   */
  public boolean end() throws InterruptedException {
    Optional<Rehearsal> ending = RehearsalCore.end(state());
    if (ending.isPresent()) {
      journal.update(rehearsal -> RehearsalCore.end(rehearsal).orElse(rehearsal));
    }
    return ending.isPresent();
  }

  /**
   * Goes on until there is nothing to do by itself.
   *
   * @return how it stands then
   * @throws LockstepException {@code CUTOVER-LOST} if another process has taken it up
   */
  public Rehearsal run() throws InterruptedException {
    while (RehearsalCore.next(state()).isPresent()) {
      Rehearsal begun = journal.update(this::begin);
      if (Timeline.isRunning(begun.steps())) {
        LOG.info("rehearsal: {}", begun.step().label());
        UnaryOperator<Rehearsal> ended = perform(begun);
        journal.update(ended);
      }
    }
    return state();
  }

  private Rehearsal begin(Rehearsal rehearsal) {
    return RehearsalCore.isOverdue(rehearsal, now())
        ? RehearsalCore.expired(rehearsal, now())
        : rehearsal.begun(now());
  }

  private UnaryOperator<Rehearsal> perform(Rehearsal rehearsal) throws InterruptedException {
    try {
      return switch (rehearsal.step()) {
        case MARK -> marked(steps.mark());
        case DRAIN ->
            done(
                steps.drain(
                    Objects.requireNonNull(rehearsal.marker(), "written before"),
                    this::checkLimit));
        case VERIFY -> done(steps.verify(this::checkLimit));
        case PAUSE -> paused(steps.pause(rehearsal));
        case RESUME -> resumed(steps.resume(rehearsal));
        case CATCH_UP -> done(steps.catchUp());
        case HEAL -> healed(steps.heal());
      };
    } catch (StepEndedException e) {
      return state -> RehearsalCore.expired(state, now());
    } catch (LockstepException e) {
      return failed(e.problem());
    } catch (RuntimeException e) {
      LOG.error("rehearsal: {} failed for a reason that nobody foresaw", rehearsal.step(), e);
      return failed(CutoverProblems.unforeseen(rehearsal.step().label(), e));
    }
  }

  private UnaryOperator<Rehearsal> done(String detail) {
    return state -> RehearsalCore.done(state, detail, now());
  }

  private UnaryOperator<Rehearsal> marked(String marker) {
    return state -> RehearsalCore.done(state.marked(marker), null, now());
  }

  private UnaryOperator<Rehearsal> paused(String position) {
    return state -> RehearsalCore.done(state.pausedAt(position), position, now());
  }

  private UnaryOperator<Rehearsal> resumed(long backlogBytes) {
    return state -> RehearsalCore.resumedStream(state, backlogBytes, now());
  }

  private UnaryOperator<Rehearsal> healed(RehearsalSteps.Healed healed) {
    return state -> RehearsalCore.healed(state, healed, now());
  }

  private UnaryOperator<Rehearsal> failed(Problem problem) {
    LOG.warn("rehearsal: {}", problem);
    return state -> RehearsalCore.failed(state, problem, now());
  }

  private void checkLimit() {
    if (RehearsalCore.isOverdue(state(), now())) {
      throw new StepEndedException("its time is over");
    }
  }

  private Instant now() {
    return clock.instant();
  }
}
