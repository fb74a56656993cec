package dev.lockstep.cutover;

import java.util.Locale;

/** What a cutover does, one after the other. */
public enum CutoverStep {
  /** Looks whether everything is as it must be; changes nothing. */
  PREFLIGHT,
  /** Makes the source read-only, by the operator's hook. */
  FENCE,
  /** Writes a marker into the source's log: all writes of the application stand before it. */
  MARK,
  /** Waits until everything before the marker is applied, and no tombstone is left. */
  DRAIN,
  /** Compares the target with the source. */
  VERIFY,
  /** Writes a second marker, and makes sure that no row was changed after the first. */
  SEAL,
  /** Records that the target has taken over: from here on no daemon of this pipeline writes. */
  RECORD,
  /** Switches the application's traffic, by the operator's hook. */
  SWITCH,
  /** On the way back: takes back what {@link #RECORD} wrote. */
  UNRECORD,
  /** On the way back: makes the source writable again, by the operator's hook. */
  UNFENCE;

  /** As people and documents write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
