package dev.lockstep.daemon;

import dev.lockstep.verify.Verifications;
import java.util.Map;
import java.util.Optional;

/**
 * The pipeline of this process, as a handover stands on it.
 *
 * @param helm which the pipeline's thread waits at
 */
record LiveGround(LivePipeline pipeline, Helm helm) implements Ground {

  @Override
  public PipelineStatus status() {
    return pipeline.status();
  }

  @Override
  public Optional<Run> streaming() {
    return pipeline.streaming();
  }

  @Override
  public Verifications verifications() {
    return pipeline.possible();
  }

  @Override
  public void pause(String by, String reason) {
    pipeline.steering().pause(by, new Steering.Pause(null, reason));
  }

  @Override
  public void resume(String by) {
    pipeline.steering().resume(by);
  }

  @Override
  public void note(String by, String what, Map<String, String> details) {
    pipeline.liveSteering().note(by, what, details);
  }

  @Override
  public void heals(boolean whether) {
    helm.seal().heal(whether);
  }

  @Override
  public void cutOver() {
    helm.retire();
  }
}
