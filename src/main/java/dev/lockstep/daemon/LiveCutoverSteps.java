package dev.lockstep.daemon;

import dev.lockstep.change.Version;
import dev.lockstep.config.CutoverConfig;
import dev.lockstep.config.CutoverConfig.Hook;
import dev.lockstep.cutover.Cutover;
import dev.lockstep.cutover.CutoverRequest;
import dev.lockstep.cutover.CutoverStep;
import dev.lockstep.cutover.CutoverSteps;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The steps of a cutover on a live pipeline. */
final class LiveCutoverSteps implements CutoverSteps {
  private final CutoverConfig.Hooks configured;
  private final Hooks hooks;
  private final CutoverChecks checks;
  private final Proof proof;
  private final Comparing comparing;
  private final CutOverSwitch control;
  private final InstantSource clock;

  /** Where the cutover is recorded, under the lease. */
  interface CutOverSwitch {
    /** Holds back all writes, and records. */
    void cutOver(CutOverFact fact);

    /** Takes the record back, and lets writes through. */
    void takeBack();
  }

  LiveCutoverSteps(
      CutoverConfig.Hooks configured,
      Hooks hooks,
      CutoverChecks checks,
      Proof proof,
      Comparing comparing,
      CutOverSwitch control,
      InstantSource clock) {
    this.configured = configured;
    this.hooks = hooks;
    this.checks = checks;
    this.proof = proof;
    this.comparing = comparing;
    this.control = control;
    this.clock = clock;
  }

  @Override
  public String preflight(CutoverRequest request) {
    return checks.require(request);
  }

  @Override
  public HookOutcome fence(Cutover cutover) throws InterruptedException {
    return run(configured.fenceSource(), CutoverStep.FENCE, cutover);
  }

  private HookOutcome run(@Nullable Hook hook, CutoverStep step, Cutover cutover)
      throws InterruptedException {
    return hook == null
        ? new HookOutcome.Done("no hook")
        : hooks.run(hook, step.label(), cutover.id());
  }

  @Override
  public String mark() {
    return proof.mark().toDecimal();
  }

  @Override
  public String drain(String marker, Limit limit) throws InterruptedException {
    proof.await(Proof.parse(marker), limit);
    proof.awaitQuiet(limit);
    return "all before the marker is applied";
  }

  @Override
  public String verify(Cutover cutover, Limit limit) throws InterruptedException {
    return comparing.require(cutover.request().verify(), limit);
  }

  @Override
  public String seal(String marker, Limit limit) throws InterruptedException {
    Version fence = Proof.parse(marker);
    proof.requireNoChangeAfter(fence, limit);
    return "no row was changed after the marker";
  }

  @Override
  public void record(Cutover cutover) {
    control.cutOver(new CutOverFact(clock.instant(), cutover.id(), cutover.request().by()));
  }

  @Override
  public HookOutcome switchTraffic(Cutover cutover) throws InterruptedException {
    return run(configured.switchTraffic(), CutoverStep.SWITCH, cutover);
  }

  @Override
  public void unrecord(Cutover cutover) {
    control.takeBack();
  }

  @Override
  public HookOutcome unfence(Cutover cutover) throws InterruptedException {
    return cutover.request().sourceIsFenced()
        ? new HookOutcome.Done("the source was read-only before; it is left as it is")
        : run(configured.unfenceSource(), CutoverStep.UNFENCE, cutover);
  }
}
