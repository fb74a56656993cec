package dev.lockstep.cutover;

import dev.lockstep.cutover.CutoverSteps.HookOutcome;
import dev.lockstep.cutover.StateStore.Stored;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a cutover out, step by step, as {@link CutoverCore} decides. {@link #run} is for one
 * thread; what operators say may come from any.
 */
public final class CutoverRunner {
  private static final Logger LOG = LoggerFactory.getLogger(CutoverRunner.class);

  private final CutoverCore core;
  private final CutoverSteps steps;
  private final Journaled<Cutover> journal;
  private final InstantSource clock;
  private final Pause pause;

  /**
   * @param stored the cutover as its document has it
   */
  public CutoverRunner(
      CutoverCore core,
      CutoverSteps steps,
      StateStore<Cutover> store,
      Stored<Cutover> stored,
      InstantSource clock) {
    this(core, steps, store, stored, clock, Pause.OF_A_SECOND);
  }

  CutoverRunner(
      CutoverCore core,
      CutoverSteps steps,
      StateStore<Cutover> store,
      Stored<Cutover> stored,
      InstantSource clock,
      Pause pause) {
    this.core = core;
    this.steps = steps;
    this.journal = new Journaled<>(store, stored, pause);
    this.clock = clock;
    this.pause = pause;
  }

  /** How it stands. */
  public Cutover state() {
    return journal.state();
  }

  /** Takes up what another process left. */
  public void resume(boolean recorded) throws InterruptedException {
    Cutover before = state();
    Cutover after = journal.update(cutover -> core.resumed(cutover, recorded, clock.instant()));
    LOG.info(
        "the cutover goes on at {} ({}), was at {}", after.step(), after.status(), before.step());
  }

  /** What operators say; empty where it makes no sense any more. */
  @FunctionalInterface
  public interface Word {
    /** The state after it. */
    Optional<Cutover> of(Cutover cutover, Instant now);
  }

  /**
   * An operator says something.
   *
   * @return false if that makes no sense, as things are
   */
  public boolean say(Word word) throws InterruptedException {
    boolean[] sense = new boolean[1];
    journal.update(
        cutover -> {
          Optional<Cutover> next = word.of(cutover, clock.instant());
          sense[0] = next.isPresent();
          return next.orElse(cutover);
        });
    return sense[0];
  }

  /**
   * Goes on until there is nothing to do by itself.
   *
   * @return how it stands then
   * @throws LockstepException {@code CUTOVER-LOST} if another process has taken it up
   */
  public Cutover run() throws InterruptedException {
    Optional<CutoverStep> next = CutoverCore.next(state());
    while (next.isPresent()) {
      carryOut(next.get());
      next = CutoverCore.next(state());
    }
    return state();
  }

  private void carryOut(CutoverStep step) throws InterruptedException {
    Cutover begun = journal.update(cutover -> begin(cutover, step));
    if (begun.step() != step || !Timeline.isRunning(begun.steps())) {
      return;
    }
    LOG.info("cutover: {}", step.label());
    UnaryOperator<Cutover> ended = perform(begun);
    journal.update(cutover -> isStill(cutover, begun) ? ended.apply(cutover) : cutover);
    if (step == CutoverStep.UNRECORD && CutoverCore.next(state()).equals(Optional.of(step))) {
      pause.await();
    }
  }

  private Cutover begin(Cutover cutover, CutoverStep step) {
    Instant now = clock.instant();
    if (CutoverCore.isOverdue(cutover, now)) {
      return CutoverCore.expired(cutover, now);
    }
    return CutoverCore.next(cutover).filter(step::equals).isPresent()
        ? CutoverCore.begun(cutover, now)
        : cutover;
  }

  private static boolean isStill(Cutover cutover, Cutover begun) {
    return cutover.step() == begun.step() && cutover.status() == begun.status();
  }

  /** Carries a step out; what it returns is what became of it. */
  private UnaryOperator<Cutover> perform(Cutover cutover) throws InterruptedException {
    try {
      return switch (cutover.step()) {
        case PREFLIGHT -> done(steps.preflight(cutover.request()));
        case FENCE -> hook(steps.fence(cutover));
        case MARK -> marked(steps.mark());
        case DRAIN -> done(steps.drain(marker(cutover), this::checkLimit));
        case VERIFY -> done(steps.verify(cutover, this::checkLimit));
        case SEAL -> done(steps.seal(marker(cutover), this::checkLimit));
        case RECORD -> recorded(cutover);
        case SWITCH -> hook(steps.switchTraffic(cutover));
        case UNRECORD -> unrecorded(cutover);
        case UNFENCE -> hook(steps.unfence(cutover));
      };
    } catch (StepEndedException e) {
      return state -> isStill(state, cutover) ? CutoverCore.expired(state, now()) : state;
    } catch (LockstepException e) {
      return failed(e.problem());
    } catch (RuntimeException e) {
      LOG.error("cutover: {} failed for a reason that nobody foresaw", cutover.step(), e);
      return failed(CutoverProblems.unforeseen(cutover.step().label(), e));
    }
  }

  private UnaryOperator<Cutover> recorded(Cutover cutover) throws InterruptedException {
    steps.record(cutover);
    return done(null);
  }

  private UnaryOperator<Cutover> unrecorded(Cutover cutover) throws InterruptedException {
    steps.unrecord(cutover);
    return done(null);
  }

  private static String marker(Cutover cutover) {
    return Objects.requireNonNull(cutover.marker(), "a marker is written before");
  }

  private UnaryOperator<Cutover> done(@Nullable String detail) {
    return cutover -> CutoverCore.done(cutover, detail, now());
  }

  private UnaryOperator<Cutover> marked(String marker) {
    return cutover -> CutoverCore.marked(cutover, marker, now());
  }

  private UnaryOperator<Cutover> failed(Problem problem) {
    LOG.warn("cutover: {}", problem);
    return cutover -> CutoverCore.failed(cutover, problem, now());
  }

  private UnaryOperator<Cutover> hook(HookOutcome outcome) {
    if (outcome instanceof HookOutcome.Done done) {
      return done(done.said());
    }
    if (outcome instanceof HookOutcome.Failed failed) {
      return failed(failed.problem());
    }
    Problem problem = ((HookOutcome.Unknown) outcome).problem();
    LOG.warn("cutover: {}", problem);
    return cutover -> core.inDoubt(cutover, problem, now());
  }

  private void checkLimit() {
    Cutover now = state();
    if (now.status() != CutoverStatus.RUNNING) {
      throw new StepEndedException("aborted");
    }
    if (CutoverCore.isOverdue(now, now())) {
      throw new StepEndedException("its time is over");
    }
  }

  private Instant now() {
    return clock.instant();
  }
}
