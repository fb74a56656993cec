package dev.lockstep.config;

/** Reads the section {@code journal}. */
final class OperatingReader {
  private OperatingReader() {}

  static OperatingConfig read(Keys keys) {
    Keys journal = keys.optional("journal");
    OperatingConfig operating =
        new OperatingConfig(journal.integer("max-entries", 1_000, 10, 100_000));
    journal.done();
    return operating;
  }
}
