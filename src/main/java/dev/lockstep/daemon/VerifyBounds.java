package dev.lockstep.daemon;

import dev.lockstep.config.Config;
import dev.lockstep.config.VerifyConfig;
import dev.lockstep.metrics.Metrics;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The bounds of verifications and of the scrub as metrics, whether one is under way or not; those
 * that the configuration leaves open are absent.
 */
final class VerifyBounds {
  private static final double MILLIS = 1e3;

  private VerifyBounds() {}

  /**
   * Publishes them.
   *
   * @param findings of the newest verification
   */
  static void publish(Config config, Metrics metrics, LongSupplier findings) {
    publishReading(config.verify(), metrics);
    publishTelling(config.verify(), metrics, findings);
    VerifyConfig.Scrub scrub = config.verify().scrub();
    if (scrub != null) {
      metrics.limit("verify.scrub.chunk-rows", scrub.chunkRows());
      metrics.limit("verify.scrub.source-rows-per-second", scrub.sourceRowsPerSecond());
      metrics.limit("verify.scrub.read-units-per-second", scrub.readUnitsPerSecond());
    }
    metrics.limit("cutover.max-changed-keys", config.cutover().maxChangedKeys());
  }

  private static void publishReading(VerifyConfig verify, Metrics metrics) {
    metrics.limit("verify.chunk-rows", verify.chunkRows());
    metrics.limit("verify.max-joined-rows", verify.maxJoinedRows());
    verify
        .sourceRowsPerSecond()
        .ifPresent(rows -> metrics.limit("verify.source-rows-per-second", (double) rows));
    verify
        .readUnitsPerSecond()
        .ifPresent(units -> metrics.limit("verify.read-units-per-second", (double) units));
    metrics.limit("verify.statement-timeout", seconds(verify.statementTimeout()));
    metrics.limit("verify.parallelism", verify.parallelism());
    metrics.limit("verify.settle-timeout", seconds(verify.settleTimeout()));
    metrics.limit("verify.max-waiting-changes", verify.maxWaitingChanges());
  }

  private static void publishTelling(VerifyConfig verify, Metrics metrics, LongSupplier findings) {
    verify
        .maxDifferences()
        .ifPresent(
            most ->
                metrics.limit(
                    "verify.max-differences",
                    (double) most,
                    () -> (double) Math.min(most, findings.getAsLong())));
    metrics.limit("verify.shown-findings", verify.shownFindings());
    metrics.limit("verify.rounds", verify.rounds());
    metrics.limit("verify.kept-reports", verify.keptReports());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
