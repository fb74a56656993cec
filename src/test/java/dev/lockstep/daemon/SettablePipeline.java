package dev.lockstep.daemon;

import dev.lockstep.change.Version;
import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Verifications;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A pipeline that is in the state that a test puts it in, and does nothing. */
public final class SettablePipeline implements PipelineControl {
  private final SettableLetters letters = new SettableLetters();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile PipelineStatus status;
  private volatile boolean leaseHeld;
  private volatile Verifications verifications = new NoVerifications("this is a test");
  private final InMemorySteering steering = new InMemorySteering();
  private final ScriptedHandover handover = new ScriptedHandover();

  /** In the given state, without a lease. */
  public SettablePipeline(PipelineStatus status) {
    this.status = status;
  }

  /** A status with nothing but a name and a phase. */
  public static PipelineStatus inPhase(Phase phase) {
    return PipelineStatus.bare("shop", phase, null);
  }

  /** Streaming, with a rehearsal and a cutover as they are given. */
  public static PipelineStatus inHandover(
      @Nullable RehearsalReport rehearsal, @Nullable CutoverReport cutover) {
    PipelineStatus bare = inPhase(Phase.STREAMING);
    return new PipelineStatus(
        bare.pipeline(),
        bare.phase(),
        bare.lag(),
        null,
        null,
        bare.load(),
        bare.counters(),
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        bare.throttle(),
        bare.journal(),
        rehearsal,
        cutover,
        null);
  }

  public void set(PipelineStatus newStatus) {
    status = newStatus;
  }

  public void holdLease(boolean held) {
    leaseHeld = held;
  }

  /** What was asked of its handover. */
  public List<String> handoverCalls() {
    return handover.calls();
  }

  public void verifications(Verifications given) {
    verifications = given;
  }

  @Override
  public PipelineStatus status() {
    return status;
  }

  @Override
  public boolean leaseHeld() {
    return leaseHeld;
  }

  @Override
  public Handover handover() {
    return handover;
  }

  @Override
  public Steering steering() {
    return steering;
  }

  @Override
  public boolean awaitApplied(Version version, Duration limit) {
    return true;
  }

  /** What a test lays down. */
  public SettableLetters letters() {
    return letters;
  }

  @Override
  public LetterBox deadLetters() {
    return letters;
  }

  @Override
  public Verifications verifications() {
    return verifications;
  }

  @Override
  public Optional<Problem> awaitEnd() throws InterruptedException {
    stopped.await(1, TimeUnit.MINUTES);
    return Optional.ofNullable(status.error());
  }

  @Override
  public void stop() {
    stopped.countDown();
  }
}
