package dev.lockstep.daemon;

import dev.lockstep.cutover.CutoverSteps.Limit;
import dev.lockstep.cutover.Rehearsal;
import dev.lockstep.cutover.RehearsalSteps;
import dev.lockstep.cutover.VerifyScope;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.Objects;

/** The steps of a rehearsal on a live pipeline. */
final class LiveRehearsalSteps implements RehearsalSteps {
  private static final long POLL_MILLIS = 20;
  private static final int BACKLOG_POLLS = 250;
  private static final Limit NONE = () -> {};

  private final Ground ground;
  private final Proof proof;
  private final Comparing comparing;

  LiveRehearsalSteps(Ground ground, Proof proof, Comparing comparing) {
    this.ground = ground;
    this.proof = proof;
    this.comparing = comparing;
  }

  @Override
  public String mark() {
    return proof.mark().toDecimal();
  }

  @Override
  public String drain(String marker, Limit limit) throws InterruptedException {
    proof.await(Proof.parse(marker), limit);
    return "all before the marker is applied";
  }

  @Override
  public String verify(Limit limit) throws InterruptedException {
    return comparing.require(VerifyScope.SAMPLE, limit);
  }

  @Override
  public String pause(Rehearsal rehearsal) throws InterruptedException {
    try {
      ground.pause(rehearsal.by(), "rehearsal " + rehearsal.id());
      await(Phase.PAUSED);
    } catch (RuntimeException e) {
      ground.resume(rehearsal.by());
      throw e;
    }
    ground.heals(true);
    return Objects.requireNonNullElse(ground.status().checkpoint(), "");
  }

  private void await(Phase phase) throws InterruptedException {
    PipelineStatus status = ground.status();
    while (status.phase() != phase) {
      Problem error = status.error();
      if (status.phase() == Phase.FAILED && error != null) {
        throw new LockstepException(error);
      }
      Thread.sleep(POLL_MILLIS);
      status = ground.status();
    }
  }

  @Override
  public long resume(Rehearsal rehearsal) throws InterruptedException {
    ground.resume(rehearsal.by());
    await(Phase.STREAMING);
    return backlog();
  }

  /** The source tells it a moment after the stream has begun. */
  private long backlog() throws InterruptedException {
    for (int i = 0; i < BACKLOG_POLLS; i++) {
      Long bytes = ground.status().lag().sourceBytes();
      if (bytes != null) {
        return bytes;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return -1;
  }

  @Override
  public String catchUp() throws InterruptedException {
    proof.await(proof.mark(), NONE);
    return "all before the marker is applied";
  }

  @Override
  public Healed heal() throws InterruptedException {
    Healed healed = comparing.heal();
    ground.heals(healed.left() > 0);
    return healed;
  }
}
