package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Desired;
import dev.lockstep.problem.LockstepException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pause of a pipeline, until an operator or its own time ends it.
 *
 * @param helm where it is waited
 * @param steering makes the end durable
 */
record Pausing(String pipeline, Helm helm, LiveSteering steering) {
  private static final Logger log = LoggerFactory.getLogger(Pausing.class);

  /** Waits until the pipeline is to run again, or to end. */
  void await(PipelineEnd end) throws InterruptedException {
    log.info("{}: paused{}", pipeline, until());
    Desired.@Nullable Pause over = helm.awaitResume();
    while (over != null && !end.isNear()) {
      endPause(over);
      over = helm.awaitResume();
    }
    if (!end.isNear()) {
      log.info("{}: resumes", pipeline);
    }
  }

  private String until() {
    Desired.Pause pause = helm.desired().pause();
    return pause == null || pause.until() == null ? "" : " until " + pause.until();
  }

  /** The end of a pause is tried for until it is durable. */
  private void endPause(Desired.Pause over) throws InterruptedException {
    try {
      steering.end(over);
    } catch (LockstepException e) {
      log.warn("{}: the end of the pause could not be stored: {}", pipeline, e.problem());
      helm.rest(Duration.ofSeconds(1));
    }
  }
}
