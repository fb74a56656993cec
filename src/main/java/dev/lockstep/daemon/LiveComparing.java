package dev.lockstep.daemon;

import dev.lockstep.config.Config;
import dev.lockstep.cutover.CutoverSteps.Limit;
import dev.lockstep.cutover.RehearsalSteps.Healed;
import dev.lockstep.cutover.StepEndedException;
import dev.lockstep.cutover.VerifyScope;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.RepairResult;
import dev.lockstep.verify.SampleSize;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyMode;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares and heals by the pipeline's verifications. */
final class LiveComparing implements Comparing {
  private static final Logger log = LoggerFactory.getLogger(LiveComparing.class);

  /** Whoever still writes to the target makes work for every one of them. */
  private static final int MOST_ROUNDS = 10;

  /** Items that the pipeline writes all the time are looked at again so often. */
  private static final int ROUNDS_FOR_BUSY_ITEMS = 3;

  private static final long POLL_MILLIS = 20;

  /** The same rows in every cutover of a pipeline, so that two can be compared. */
  private static final long SEED = 1;

  private final Config config;
  private final Ground ground;

  LiveComparing(Config config, Ground ground) {
    this.config = config;
    this.ground = ground;
  }

  @Override
  public String require(VerifyScope scope, Limit limit) throws InterruptedException {
    VerifyReport report = verify(scope, limit);
    if (!report.isEqual()) {
      throw new LockstepException(differs(report));
    }
    if (scope == VerifyScope.CHANGED_SINCE_LAST_VERIFY && report.mode() == VerifyMode.FULL) {
      return "what was changed is not remembered, so everything: "
          + compared(report)
          + " items compared, 0 differences";
    }
    return scope.label() + ": " + compared(report) + " items compared, 0 differences";
  }

  private VerifyReport verify(VerifyScope scope, Limit limit) throws InterruptedException {
    return switch (scope) {
      case SAMPLE ->
          verify(
              VerifyRequest.sample(SampleSize.ofRows(config.cutover().sampleRows(), SEED)), limit);
      case FULL -> verify(VerifyRequest.full(), limit);
      case CHANGED_SINCE_LAST_VERIFY -> verifyChanged(limit);
    };
  }

  /** Where it is not remembered what was changed, everything is compared. */
  private VerifyReport verifyChanged(Limit limit) throws InterruptedException {
    try {
      return verify(VerifyRequest.changed(), limit);
    } catch (LockstepException e) {
      if (!e.problem().code().equals("VERIFY-NOTHING-REMEMBERED")) {
        throw e;
      }
      log.info("{}: {}", config.pipeline(), e.problem().what());
      return verify(VerifyRequest.full(), limit);
    }
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

  /**
   * Rounds of verification and repair, until one finds nothing. What is looked at while a stranger
   * still writes, or a row makes no item, is left.
   */
  @Override
  public Healed heal() throws InterruptedException {
    VerifyRequest request =
        VerifyRequest.full()
            .withMaxDifferences(Long.MAX_VALUE)
            .withRepair(new RepairOrder(false, true));
    long healed = 0;
    for (int round = 1; ; round++) {
      awaitIdle();
      VerifyReport report = verify(request, () -> {});
      RepairResult repair = Objects.requireNonNull(report.repair(), "one was ordered");
      long written = repair.put() + repair.deleted();
      healed += written;
      log.info(
          "{}: {} items compared, {} differ, {} of them repaired, {} could not be told",
          config.pipeline(),
          compared(report),
          report.found(),
          written,
          report.doubtful());
      boolean busy = report.doubtful() > 0 && round < ROUNDS_FOR_BUSY_ITEMS;
      if ((written == 0 && !busy) || round == MOST_ROUNDS) {
        long left = report.found() - written - repair.settled() + report.doubtful();
        return new Healed(compared(report), healed, left);
      }
    }
  }

  private static long compared(VerifyReport report) {
    return report.types().stream().mapToLong(VerifyReport.TypeResult::compared).sum();
  }

  /** An operator's verification goes first. */
  private void awaitIdle() throws InterruptedException {
    while (ground
        .verifications()
        .progress()
        .filter(p -> p.state() == VerifyProgress.State.RUNNING)
        .isPresent()) {
      Thread.sleep(POLL_MILLIS);
    }
  }
}
