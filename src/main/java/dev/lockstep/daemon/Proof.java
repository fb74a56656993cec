package dev.lockstep.daemon;

import dev.lockstep.change.Version;
import dev.lockstep.cutover.CutoverProblems;
import dev.lockstep.cutover.CutoverSteps.Limit;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.SourceCatalog;

/**
 * Proves that the target has what the source has: markers are written into the source's log, and
 * waited for until all before them is acknowledged.
 */
final class Proof {
  private static final long POLL_MILLIS = 10;

  private final SourceCatalog catalog;
  private final Ground ground;

  /**
   * @param catalog for this alone
   */
  Proof(SourceCatalog catalog, Ground ground) {
    this.catalog = catalog;
    this.ground = ground;
  }

  /** Writes a marker; its version as a number. */
  Version mark() {
    return catalog.marker();
  }

  /** The version of a marker that was written down. */
  static Version parse(String marker) {
    return Version.parse(marker)
        .orElseThrow(() -> new IllegalStateException("no version: " + marker));
  }

  /** Waits until all before a marker is acknowledged. */
  void await(Version marker, Limit limit) throws InterruptedException {
    while (ground.streaming().filter(run -> run.isApplied(marker)).isEmpty()) {
      limit.check();
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Waits until nothing is under way that could still change the target. */
  void awaitQuiet(Limit limit) throws InterruptedException {
    while (ground.streaming().filter(run -> run.state().quiet()).isEmpty()) {
      limit.check();
      Thread.sleep(POLL_MILLIS);
    }
  }

  /**
   * Makes sure that no row was changed after a marker, up to now.
   *
   * @throws LockstepException {@code CUTOVER-FENCE-BROKEN}
   */
  void requireNoChangeAfter(Version marker, Limit limit) throws InterruptedException {
    requireNoChangeSoFar(marker);
    await(mark(), limit);
    requireNoChangeSoFar(marker);
  }

  private void requireNoChangeSoFar(Version marker) {
    ground
        .streaming()
        .flatMap(run -> run.changeAfter(marker).map(run.changes()::format))
        .ifPresent(
            position -> {
              throw new LockstepException(CutoverProblems.fenceBroken(position));
            });
  }
}
