package dev.lockstep.admin;

import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operator may ask of a pipeline, and why not now. Whoever shows it decides nothing. */
final class Actions {
  private Actions() {}

  /** By name: null if it is possible now for this caller, else the reason in a few words. */
  static Map<String, @Nullable String> in(PipelineStatus status, Role role) {
    Map<String, @Nullable String> actions = in(status);
    if (role == Role.LOOK) {
      actions.replaceAll((name, reason) -> "your token is for looking only");
    }
    return actions;
  }

  private static Map<String, @Nullable String> in(PipelineStatus status) {
    Map<String, @Nullable String> actions = new LinkedHashMap<>();
    actions.put("throttle", unless(status.phase().isWorking(), status.phase()));
    return actions;
  }

  private static @Nullable String unless(boolean possible, Phase phase) {
    return possible ? null : "the pipeline is " + phase.label();
  }
}
