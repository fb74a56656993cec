package dev.lockstep.config;

/** Reads the section {@code verify}. */
final class VerifyReader {
  private VerifyReader() {}

  static VerifyConfig read(Keys keys) {
    VerifyConfig verify =
        new VerifyConfig(
            keys.integer("chunk-rows", 1_000, 1, 100_000),
            keys.integer("max-joined-rows", 50_000, 100, 10_000_000),
            keys.section().optionalInteger("source-rows-per-second", 1, 1_000_000_000),
            keys.section().optionalInteger("read-units-per-second", 1, 1_000_000_000),
            keys.duration("statement-timeout", "30s", "100ms", "1h"),
            keys.integer("parallelism", 8, 1, 256),
            keys.section().optionalInteger("max-differences", 1, 1_000_000_000),
            keys.integer("shown-findings", 100, 1, 1_000),
            keys.integer("rounds", 6, 2, 100),
            keys.duration("settle-timeout", "60s", "1s", "1h"),
            keys.integer("max-waiting-changes", 100_000, 1, 10_000_000),
            keys.integer("kept-reports", 20, 1, 200),
            keys.section().texts("mask"),
            keys.section().has("scrub") ? scrub(keys.optional("scrub")) : null);
    keys.done();
    return verify;
  }

  private static VerifyConfig.Scrub scrub(Keys keys) {
    VerifyConfig.Scrub scrub =
        new VerifyConfig.Scrub(
            keys.integer("chunk-rows", 100, 1, 10_000),
            keys.integer("source-rows-per-second", 100, 1, 1_000_000),
            keys.integer("read-units-per-second", 50, 1, 1_000_000));
    keys.done();
    return scrub;
  }
}
