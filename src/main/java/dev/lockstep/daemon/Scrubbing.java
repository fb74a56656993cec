package dev.lockstep.daemon;

import dev.lockstep.apply.WrittenKeys;
import dev.lockstep.config.VerifyConfig;
import dev.lockstep.metrics.ScrubReadings;
import dev.lockstep.verify.Scrub;
import dev.lockstep.verify.ScrubProgress;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyLimits;
import dev.lockstep.verify.VerifyProgress.State;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The scrub of a pipeline, if its configuration has one. It stands down while something else has
 * priority.
 */
record Scrubbing(Optional<Scrub> scrub) implements AutoCloseable {
  /** Nothing else is done with the target meanwhile, so it must not hurry. */
  private static final int PARALLELISM = 1;

  /** Before the pipeline runs. */
  static final Scrubbing NONE = new Scrubbing(Optional.empty());

  /**
   * Beside a run of the pipeline.
   *
   * @param undisturbed whether this process may write, and no handover has its way with source or
   *     target
   */
  static Scrubbing beside(Beside beside, Verifications verifications, BooleanSupplier undisturbed) {
    VerifyConfig verify = beside.config().verify();
    VerifyConfig.Scrub wanted = verify.scrub();
    if (wanted == null) {
      return NONE;
    }
    Scrub scrub =
        new Scrub(
            beside.world(new WrittenKeys(0), limits(verify, wanted)),
            () -> hindrance(beside.run(), verifications, undisturbed));
    beside.metrics().watchScrub(new Readings(scrub));
    scrub.start();
    return new Scrubbing(Optional.of(scrub));
  }

  private static VerifyLimits limits(VerifyConfig verify, VerifyConfig.Scrub wanted) {
    VerifyLimits usual = VerifyWiring.limits(verify);
    return new VerifyLimits(
        wanted.chunkRows(),
        usual.joinedRows(),
        wanted.sourceRowsPerSecond(),
        wanted.readUnitsPerSecond(),
        usual.statementTimeout(),
        PARALLELISM,
        usual.maxDifferences(),
        usual.shownFindings(),
        usual.rounds(),
        usual.settleTimeout(),
        usual.keptReports());
  }

  private static Optional<String> hindrance(
      Run run, Verifications verifications, BooleanSupplier undisturbed) {
    if (!run.isStreaming()) {
      return Optional.of("the load is not complete");
    }
    if (!undisturbed.getAsBoolean()) {
      return Optional.of("a cutover or a rehearsal is under way");
    }
    return verifications.progress().filter(p -> p.state() == State.RUNNING).isPresent()
        ? Optional.of("a verification is under way")
        : Optional.empty();
  }

  /** How it stands; empty where there is none. */
  Optional<ScrubProgress> progress() {
    return scrub.map(Scrub::progress);
  }

  @Override
  public void close() {
    scrub.ifPresent(Scrub::close);
  }

  private record Readings(Scrub scrub) implements ScrubReadings {
    @Override
    public boolean working() {
      return scrub.progress().working();
    }

    @Override
    public double differences() {
      return scrub.progress().differences();
    }

    @Override
    public double passEnded() {
      String ended = scrub.progress().passEnded();
      return ended == null ? 0 : Instant.parse(ended).getEpochSecond();
    }

    @Override
    public double share() {
      return scrub.progress().share();
    }

    @Override
    public double items() {
      return scrub.progress().items();
    }

    @Override
    public double unconfirmed() {
      return scrub.progress().unconfirmed();
    }

    @Override
    public double sourceRows() {
      return scrub.progress().sourceRows();
    }

    @Override
    public double readUnits() {
      return scrub.progress().readUnits();
    }
  }
}
