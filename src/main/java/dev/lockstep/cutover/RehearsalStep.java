package dev.lockstep.cutover;

import java.util.Locale;

/** What a rehearsal of rollback does, one after the other. */
public enum RehearsalStep {
  /** Begin: writes a marker into the source's log. */
  MARK,
  /** Waits until everything before the marker is applied. */
  DRAIN,
  /** Compares some items, so that what differs later was not different before. */
  VERIFY,
  /** Pauses the pipeline and records where it stands. */
  PAUSE,
  /** End: lets the pipeline go on. */
  RESUME,
  /** Writes another marker and waits until everything before it is applied. */
  CATCH_UP,
  /** Compares all items and repairs those that the rehearsal has changed. */
  HEAL;

  /** As people and documents write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
