package dev.lockstep.config;

/** Reads the section {@code apply}. */
final class ApplyReader {
  private ApplyReader() {}

  static ApplyConfig read(Keys keys) {
    ApplyConfig apply =
        new ApplyConfig(
            limits(keys),
            slices(keys),
            keys.section().optionalInteger("write-units-per-second", 1, 1_000_000_000),
            keys.duration("late-write-horizon", "60s", "1s", "1h"),
            retry(keys),
            keys.section().choice("on-bad-row", ApplyConfig.BadRow.class, ApplyConfig.BadRow.HALT));
    keys.done();
    return apply;
  }

  private static ApplyConfig.Limits limits(Keys keys) {
    return new ApplyConfig.Limits(
        keys.integer("max-in-flight", 256, 1, 10_000),
        keys.integer("max-writes", 10_000, 1, 10_000_000),
        keys.size("max-bytes", "64MiB", "1MiB", "16GiB"),
        keys.integer("max-tombstones", 50_000, 1, 10_000_000),
        keys.integer("max-keys-in-doubt", 50_000, 1, 10_000_000),
        keys.integer("max-unchanged-keys", 1_000_000, 1, 100_000_000),
        keys.integer("max-dead-letters", 1_000, 1, 100_000));
  }

  private static ApplyConfig.Slices slices(Keys keys) {
    return new ApplyConfig.Slices(
        keys.integer("max-slice-items", 10_000, 1, 10_000_000),
        keys.size("max-slice-bytes", "64MiB", "1MiB", "16GiB"),
        keys.integer("max-shown-keys", 1_000_000, 1, 100_000_000));
  }

  private static ApplyConfig.Retry retry(Keys keys) {
    return new ApplyConfig.Retry(
        keys.duration("retry-base", "25ms", "1ms", "1m"),
        keys.duration("retry-cap", "5s", "1ms", "10m"),
        keys.durationOrNull("retry-limit", "1s", "30d"));
  }
}
