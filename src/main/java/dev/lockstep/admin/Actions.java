package dev.lockstep.admin;

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
      boolean ready = phase == Phase.STREAMING || phase == Phase.PAUSED;
      reasons.put("verify", running ? "one is under way" : unless(ready));
    }
    if (running && offered.contains("/verify/cancel")) {
      reasons.put("verify-cancel", null);
    }
  }

  private void handingOver(Set<String> offered) {
    boolean over = phase == Phase.CUT_OVER || phase == Phase.FAILED;
    if (offered.contains("/rehearsal")) {
      reasons.put("rehearsal-begin", unless(phase == Phase.STREAMING));
      reasons.put("rehearsal-end", unless(phase == Phase.PAUSED || phase == Phase.STREAMING));
    }
    if (offered.contains("/cutover")) {
      reasons.put("cutover", unless(phase == Phase.STREAMING));
      reasons.put("cutover-abort", unless(!over && phase != Phase.STARTING));
    }
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
