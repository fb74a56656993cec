package dev.lockstep.config;

import dev.lockstep.config.OperatingConfig.PauseBudget;

/** Reads the sections {@code journal} and {@code pause-budget}. */
final class OperatingReader {
  private OperatingReader() {}

  static OperatingConfig read(Keys keys) {
    Keys journal = keys.optional("journal");
    int entries = journal.integer("max-entries", 1_000, 10, 100_000);
    journal.done();
    return new OperatingConfig(entries, pauseBudget(keys.optional("pause-budget")));
  }

  private static PauseBudget pauseBudget(Keys keys) {
    PauseBudget budget =
        new PauseBudget(
            keys.duration("warning", "12h", "1m", "30d"),
            keys.duration("alarm", "2h", "1m", "30d"),
            keys.sizeOrNull("max-log", "1MiB", "1000000GiB"));
    keys.done();
    return budget;
  }
}
