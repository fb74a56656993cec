package dev.lockstep.cutover;

import java.util.Locale;

/** Where a rehearsal stands. */
public enum RehearsalStatus {
  /** On its way to the pause. */
  BEGINNING,
  /** The pipeline is paused; the target belongs to the team. */
  RUNNING,
  /** The pipeline goes on; what the rehearsal changed is repaired. */
  ENDING,
  /** It could not be brought to its end yet; ending it again goes on. */
  END_FAILED,
  /** All is as it was. */
  ENDED,
  /** It did not begin; the pipeline was not paused. */
  FAILED;

  /** Whether a process is at work on it, or has to take it up. */
  public boolean isUnderWay() {
    return this == BEGINNING || this == ENDING;
  }

  /** Whether another one may begin. */
  public boolean isOver() {
    return this == ENDED || this == FAILED;
  }

  /** As people write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one with a label. */
  public static RehearsalStatus of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
