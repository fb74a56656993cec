package dev.lockstep.daemon;

import java.util.Locale;

/** Where a pipeline stands in its life. */
public enum Phase {
  /** It connects, checks and takes the lease; nothing flows yet. */
  STARTING,
  /** Another process runs the pipeline; this one waits to take over. */
  STANDBY,
  /** The initial load: rows of the snapshot become items. */
  LOADING,
  /** Committed changes are applied as they come. */
  STREAMING,
  /** An operator holds the pipeline; the source keeps its log. */
  PAUSED,
  /** It applies what is left up to a marker and takes no more. */
  DRAINING,
  /** The target has taken over; nothing is written any more. */
  CUT_OVER,
  /** It stopped on a problem that it cannot solve by itself. */
  FAILED;

  /** The phase as the contract spells it: {@code cut-over}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether items are kept up to date in this phase. */
  public boolean isWorking() {
    return this == LOADING || this == STREAMING;
  }
}
