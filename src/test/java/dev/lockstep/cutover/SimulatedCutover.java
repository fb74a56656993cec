package dev.lockstep.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;

/**
 * Source, target, record and traffic as far as a cutover touches them. Asserts what must never
 * happen when a step is carried out. What one process has seen is gone with it.
 */
final class SimulatedCutover implements CutoverSteps {
  private final Luck luck;
  private final boolean leaky;

  boolean fenced;
  boolean recorded;
  int fences;
  int switches;
  private long log;
  private long applied;
  private long leaked;

  private long drainedTo;
  private boolean verified;
  private boolean sealed;

  SimulatedCutover(Luck luck) {
    this.luck = luck;
    this.leaky = luck.chance(20);
  }

  /** A new process has drained, compared and sealed nothing. */
  void crashed() {
    drainedTo = 0;
    verified = false;
    sealed = false;
  }

  private void applicationWrites() {
    if (!fenced || (leaky && luck.chance(30))) {
      log++;
      leaked = fenced ? log : leaked;
    }
  }

  private void around(Runnable effect) {
    applicationWrites();
    luck.crash();
    luck.fail("before the effect");
    effect.run();
    luck.crash();
    luck.fail("after the effect");
    applicationWrites();
  }

  @Override
  public String preflight(CutoverRequest request) {
    around(() -> {});
    return "good";
  }

  @Override
  public HookOutcome fence(Cutover cutover) {
    fences++;
    return hook(() -> fenced = true);
  }

  private HookOutcome hook(Runnable effect) {
    Problem problem = Problem.error(Category.SOURCE, "SIMULATED", "a hook", null, "Try again.");
    luck.crash();
    boolean works = !luck.chance(10);
    if (works) {
      effect.run();
    }
    luck.crash();
    return luck.chance(10)
        ? new HookOutcome.Unknown(problem)
        : works ? new HookOutcome.Done(null) : new HookOutcome.Failed(problem);
  }

  @Override
  public String mark() {
    assertThat(fenced).as("fenced before the marker").isTrue();
    around(() -> {});
    return Long.toString(log);
  }

  @Override
  public String drain(String marker, Limit limit) {
    around(limit::check);
    applied = log;
    drainedTo = Long.parseLong(marker);
    return "drained";
  }

  @Override
  public String verify(Cutover cutover, Limit limit) {
    assertThat(drainedTo).as("drained").isEqualTo(marker(cutover));
    around(limit::check);
    verified = true;
    return "0 differences";
  }

  private static long marker(Cutover cutover) {
    return Long.parseLong(String.valueOf(cutover.marker()));
  }

  @Override
  public String seal(String marker, Limit limit) {
    around(limit::check);
    applied = log;
    if (leaked > Long.parseLong(marker)) {
      throw new LockstepException(CutoverProblems.fenceBroken(Long.toString(leaked)));
    }
    sealed = true;
    return "no row was changed";
  }

  @Override
  public void record(Cutover cutover) {
    assertThat(fenced && verified && sealed).as("fenced, compared, sealed").isTrue();
    around(() -> recorded = true);
  }

  @Override
  public HookOutcome switchTraffic(Cutover cutover) {
    assertThat(recorded).as("recorded before traffic is switched").isTrue();
    switches++;
    return hook(() -> {});
  }

  @Override
  public void unrecord(Cutover cutover) {
    around(() -> recorded = false);
  }

  @Override
  public HookOutcome unfence(Cutover cutover) {
    assertThat(recorded).as("recorded while the source is made writable").isFalse();
    return hook(() -> fenced = false);
  }

  /** How many writes of the application the target lacks. */
  long missing() {
    return log - applied;
  }

  /** Whether the application wrote although it should not have been able to. */
  boolean isLeaky() {
    return leaky;
  }
}
