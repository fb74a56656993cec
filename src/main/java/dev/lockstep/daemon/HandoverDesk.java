package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Documents;
import dev.lockstep.config.Config;
import dev.lockstep.cutover.Check;
import dev.lockstep.cutover.Cutover;
import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.CutoverStatus;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.cutover.StateStore;
import dev.lockstep.problem.LockstepException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where operators come with cutovers and rehearsals: open while this process holds the pipeline's
 * lease, closed before and after.
 */
final class HandoverDesk implements Handover {
  private final Config config;
  private final Ground ground;
  private final Helm helm;
  private volatile @Nullable LiveHandover open;

  HandoverDesk(Config config, Ground ground, Helm helm) {
    this.config = config;
    this.ground = ground;
    this.helm = helm;
  }

  /**
   * Whether a cutover is recorded that nothing is left to do for, so that no daemon has a reason to
   * run.
   */
  static boolean isOver(Config config, Documents documents) {
    return StateStore.cutover(documents, config.pipeline())
        .read()
        .map(stored -> isOver(stored.state()))
        .orElse(true);
  }

  private static boolean isOver(Cutover cutover) {
    return cutover.status().isOver();
  }

  /** Opens, and takes up what another process left; closed by the caller. */
  LiveHandover open(ControlSide control, Documents documents) throws InterruptedException {
    InstantSource clock = InstantSource.system();
    HandoverSteps steps = HandoverSteps.of(config, ground, record(control), clock);
    LiveHandover handover = new LiveHandover(config, ground, steps, documents, clock);
    handover.takeUp(control.cutOver());
    open = handover;
    return handover;
  }

  private LiveCutoverSteps.CutOverSwitch record(ControlSide control) {
    return new LiveCutoverSteps.CutOverSwitch() {
      @Override
      public void cutOver(CutOverFact fact) {
        helm.seal().close();
        control.recordCutOver(fact);
      }

      @Override
      public void takeBack() {
        control.takeBackCutOver();
        helm.seal().open();
        helm.wake();
      }
    };
  }

  private LiveHandover live() {
    LiveHandover handover = open;
    if (handover == null) {
      throw new LockstepException(HandoverProblems.notYet());
    }
    return handover;
  }

  /** The phase that people are shown: a cutover drains, and then it is over. */
  Phase phase(Phase phase) {
    Optional<CutoverStatus> status = cutover().map(report -> CutoverStatus.of(report.status()));
    if (phase != Phase.STREAMING || status.isEmpty()) {
      return phase;
    }
    return switch (status.get()) {
      case RUNNING -> isFenced() ? Phase.DRAINING : phase;
      case SWITCHING, SWITCH_UNKNOWN, CUT_OVER -> Phase.CUT_OVER;
      default -> phase;
    };
  }

  /** Whether nothing is fenced, sealed or healed: what is less important may go on. */
  boolean isQuiet() {
    return helm.seal().isQuiet() && phase(Phase.STREAMING) == Phase.STREAMING;
  }

  private boolean isFenced() {
    return cutover().filter(report -> !report.step().equals("preflight")).isPresent();
  }

  @Override
  public Optional<CutoverReport> cutover() {
    return Optional.ofNullable(open).flatMap(LiveHandover::cutover);
  }

  @Override
  public List<Check> preflight(Order order) {
    return live().preflight(order);
  }

  @Override
  public CutoverReport cutOver(Order order) {
    return live().cutOver(order);
  }

  @Override
  public CutoverReport abort(String by) {
    return live().abort(by);
  }

  @Override
  public CutoverReport switched(String by, Switched what) {
    return live().switched(by, what);
  }

  @Override
  public Optional<RehearsalReport> rehearsal() {
    return Optional.ofNullable(open).flatMap(LiveHandover::rehearsal);
  }

  @Override
  public RehearsalReport beginRehearsal(String by, @Nullable Duration timeout) {
    return live().beginRehearsal(by, timeout);
  }

  @Override
  public RehearsalReport endRehearsal(String by) {
    return live().endRehearsal(by);
  }
}
