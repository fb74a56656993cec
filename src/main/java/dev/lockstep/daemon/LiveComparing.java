package dev.lockstep.daemon;

import dev.lockstep.config.Config;
import dev.lockstep.cutover.CutoverSteps.Limit;
import dev.lockstep.cutover.RehearsalSteps.Healed;
import dev.lockstep.cutover.StepEndedException;
import dev.lockstep.cutover.VerifyScope;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.SampleSize;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;

/** Compares by the pipeline's verifications, and heals by rounds of comparison and repair. */
final class LiveComparing implements Comparing {
  private static final long POLL_MILLIS = 20;

  /** The same rows in every cutover of a pipeline, so that two can be compared. */
  private static final long SEED = 1;

  private final Config config;
  private final Ground ground;
  private final Healing healing;

  LiveComparing(Config config, Ground ground, Healing healing) {
    this.config = config;
    this.ground = ground;
    this.healing = healing;
  }

  /** What was changed since the last verification is not remembered, so everything is compared. */
  @Override
  public String require(VerifyScope scope, Limit limit) throws InterruptedException {
    VerifyRequest request =
        scope == VerifyScope.SAMPLE
            ? VerifyRequest.sample(SampleSize.ofRows(config.cutover().sampleRows(), SEED))
            : VerifyRequest.full();
    VerifyReport report = verify(request, limit);
    if (!report.isEqual()) {
      throw new LockstepException(differs(report));
    }
    long compared = report.types().stream().mapToLong(VerifyReport.TypeResult::compared).sum();
    return scope.label() + ": " + compared + " items compared, 0 differences";
  }

  private VerifyReport verify(VerifyRequest request, Limit limit) throws InterruptedException {
    Verifications verifications = ground.verifications();
    String id = verifications.start(request).id();
    VerifyProgress progress = await(verifications, id, limit);
    if (progress.state() != VerifyProgress.State.FINISHED) {
      throw new LockstepException(progress.error() == null ? brokenOff() : progress.error());
    }
    return verifications
        .report(id)
        .orElseThrow(() -> new IllegalStateException("a verification without a report: " + id));
  }

  private static VerifyProgress await(Verifications verifications, String id, Limit limit)
      throws InterruptedException {
    while (true) {
      VerifyProgress progress =
          verifications
              .progress()
              .filter(newest -> newest.id().equals(id))
              .orElseThrow(() -> new LockstepException(brokenOff()));
      if (progress.state() != VerifyProgress.State.RUNNING) {
        return progress;
      }
      try {
        limit.check();
      } catch (StepEndedException e) {
        verifications.cancel(id);
        throw e;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static Problem brokenOff() {
    return Problem.error(
        Category.CONFIGURATION,
        "CUTOVER-VERIFY-ENDED",
        "the verification was broken off",
        null,
        "Start again.");
  }

  private static Problem differs(VerifyReport report) {
    return Problem.error(
        Category.DATA,
        "CUTOVER-DIFFERENCES",
        "the target is not as the source says: "
            + report.found()
            + " differences, "
            + report.doubtful()
            + " items that could not be told",
        null,
        "See them with 'lockstep verify', repair them, and start again.");
  }

  @Override
  public Healed heal() throws InterruptedException {
    return healing.heal();
  }
}
