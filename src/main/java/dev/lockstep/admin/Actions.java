package dev.lockstep.admin;

import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.CutoverStatus;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.cutover.RehearsalStatus;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.verify.VerifyProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator may ask of a pipeline, and why not now. Whoever shows it decides nothing. */
final class Actions {
  private final PipelineStatus status;
  private final Phase phase;
  private final Map<String, @Nullable String> reasons = new LinkedHashMap<>();

  private Actions(PipelineStatus status) {
    this.status = status;
    this.phase = status.phase();
  }

  /**
   * By name: null if it is possible now for this caller, else the reason in a few words.
   *
   * @param offered the paths that orders are sent to at this daemon; what has none is left out
   */
  static Map<String, @Nullable String> in(PipelineStatus status, Role role, Set<String> offered) {
    Actions actions = new Actions(status);
    actions.steering(offered);
    actions.verifying(offered);
    actions.handingOver(offered);
    actions.replaying(offered);
    if (role == Role.LOOK) {
      actions.reasons.replaceAll((name, reason) -> "your token is for looking only");
    }
    return actions.reasons;
  }

  private void steering(Set<String> offered) {
    boolean paused = status.pause() != null || phase == Phase.PAUSED;
    if (offered.contains("/pause")) {
      reasons.put("pause", paused ? "it is paused already" : unless(phase == Phase.STREAMING));
      reasons.put("resume", paused ? unless(phase != Phase.FAILED) : "it is not paused");
    }
    if (offered.contains("/throttle")) {
      reasons.put("throttle", unless(phase.isWorking() || phase == Phase.PAUSED));
    }
  }

  private void verifying(Set<String> offered) {
    VerifyProgress verify = status.verify();
    boolean running = verify != null && verify.state() == VerifyProgress.State.RUNNING;
    if (offered.contains("/verify")) {
      boolean ready = phase == Phase.STREAMING || phase == Phase.PAUSED || phase == Phase.CUT_OVER;
      reasons.put("verify", running ? "one is under way" : unless(ready));
    }
    if (running && offered.contains("/verify/cancel")) {
      reasons.put("verify-cancel", null);
    }
  }

  private void handingOver(Set<String> offered) {
    if (offered.contains("/rehearsal")) {
      reasons.put("rehearsal-begin", first(occupied(), unless(phase == Phase.STREAMING)));
      reasons.put("rehearsal-end", whyNotEnd());
    }
    if (offered.contains("/cutover")) {
      reasons.put("cutover", first(occupied(), unless(phase == Phase.STREAMING)));
      reasons.put("cutover-abort", whyNotAbort());
      if (cutover() == CutoverStatus.SWITCH_UNKNOWN) {
        reasons.put("cutover-switched", null);
        reasons.put("cutover-switch-again", null);
      }
    }
  }

  private @Nullable CutoverStatus cutover() {
    CutoverReport report = status.cutover();
    return report == null ? null : CutoverStatus.of(report.status());
  }

  private @Nullable RehearsalStatus rehearsal() {
    RehearsalReport report = status.rehearsal();
    return report == null ? null : RehearsalStatus.of(report.status());
  }

  /** What keeps another handover from beginning. */
  private @Nullable String occupied() {
    CutoverStatus cutover = cutover();
    RehearsalStatus rehearsal = rehearsal();
    if (cutover == CutoverStatus.CUT_OVER) {
      return "it is cut over already";
    } else if (cutover != null && !cutover.isOver()) {
      return "a cutover is " + words(cutover.label());
    }
    return rehearsal == null || rehearsal.isOver()
        ? null
        : "a rehearsal is " + words(rehearsal.label());
  }

  private static String words(String label) {
    return label.replace('-', ' ');
  }

  private @Nullable String whyNotEnd() {
    RehearsalStatus rehearsal = rehearsal();
    if (rehearsal == null || rehearsal.isOver()) {
      return "there is no rehearsal";
    } else if (rehearsal.isUnderWay()) {
      return "the rehearsal is " + words(rehearsal.label());
    }
    return unless(phase != Phase.FAILED);
  }

  private @Nullable String whyNotAbort() {
    CutoverStatus cutover = cutover();
    if (cutover == CutoverStatus.CUT_OVER) {
      return "it is too late, traffic was switched";
    } else if (cutover == null || cutover.isOver()) {
      return "there is no cutover under way";
    }
    return switch (cutover) {
      case SWITCHING -> "it is too late, traffic is being switched";
      case ROLLING_BACK -> "it is being taken back";
      default -> unless(phase != Phase.FAILED);
    };
  }

  private static @Nullable String first(@Nullable String reason, @Nullable String other) {
    return reason == null ? other : reason;
  }

  private void replaying(Set<String> offered) {
    if (offered.contains("/dead-letters/replay")) {
      reasons.put("replay", status.counters().deadLetters() > 0 ? null : "there are none");
    }
  }

  private @Nullable String unless(boolean possible) {
    return possible ? null : "the pipeline is " + phase.label();
  }
}
