package dev.lockstep.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.metrics.Metrics;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /status} answers: how the pipeline stands, and what there is to do and to see.
 *
 * @param status how it stands, field for field
 * @param actions what may be asked of this daemon, each with null, or with the reason why not now
 * @param outcomes attempts to write since the start, by what became of them
 * @param throttling attempts refused for want of capacity since the start, by the reason
 * @param limits bounds and how much of each is in use, by configuration key
 */
record Standing(
    @JsonUnwrapped PipelineStatus status,
    Map<String, @Nullable String> actions,
    Map<String, Long> outcomes,
    Map<String, Long> throttling,
    Map<String, Metrics.Use> limits) {

  static Standing of(PipelineStatus status, Role role, Set<String> offered, Metrics metrics) {
    return new Standing(
        status,
        Actions.in(status, role, offered),
        metrics.outcomes(),
        metrics.throttledByReason(),
        metrics.limits());
  }
}
