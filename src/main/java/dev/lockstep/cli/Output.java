package dev.lockstep.cli;

import java.util.Locale;

/** The forms in which a command answers. */
enum Output {
  /** For people. */
  TEXT,
  /** For programs: one JSON document on standard output, errors included. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
