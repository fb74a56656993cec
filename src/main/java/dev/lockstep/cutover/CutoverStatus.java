package dev.lockstep.cutover;

import java.util.Locale;

/** Where a cutover stands. */
public enum CutoverStatus {
  /** On its way; nothing is recorded yet that could not be taken back by itself. */
  RUNNING,
  /** Recorded; traffic is being switched. */
  SWITCHING,
  /** Recorded, and nobody knows whether traffic was switched: an operator has to say. */
  SWITCH_UNKNOWN,
  /** Done: the target has taken over. */
  CUT_OVER,
  /** Something failed: what was done is taken back. */
  ROLLING_BACK,
  /** Taken back, but for the source, which is read-only still: an operator has to look. */
  UNFENCE_FAILED,
  /** Taken back; streaming goes on. */
  ROLLED_BACK,
  /** An operator has put the pipeline to work again after a cutover. */
  REOPENED;

  /** Whether a process is at work on it, or has to take it up. */
  public boolean isUnderWay() {
    return this == RUNNING || this == SWITCHING || this == ROLLING_BACK;
  }

  /** Whether it waits for an operator's word. */
  public boolean isWaiting() {
    return this == SWITCH_UNKNOWN || this == UNFENCE_FAILED;
  }

  /** Whether nothing will become of it any more. */
  public boolean isOver() {
    return !isUnderWay() && !isWaiting();
  }

  /** As people write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one with a label. */
  public static CutoverStatus of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
