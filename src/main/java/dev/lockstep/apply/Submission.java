package dev.lockstep.apply;

import dev.lockstep.change.Version;
import java.util.List;

/** One call of submit: counts what is still to be done of it. */
final class Submission {
  private final Acknowledgement acknowledgement;
  private final Outbox outbox;
  private final Version seenThrough;
  private int unacknowledged;
  private int unsettled;

  /**
   * @param seenThrough the newest version that may have been submitted before
   */
  Submission(int writes, Version seenThrough, Acknowledgement acknowledgement, Outbox outbox) {
    this.acknowledgement = acknowledgement;
    this.outbox = outbox;
    this.seenThrough = seenThrough;
    this.unacknowledged = writes;
    this.unsettled = writes;
    if (writes == 0) {
      outbox.add(acknowledgement::acknowledged);
      outbox.add(acknowledgement::settled);
    }
  }

  /** Whether the source repeats itself with this version. */
  boolean repeats(Version version) {
    return !version.isAfter(seenThrough);
  }

  static void acknowledge(List<Submission> riders) {
    for (Submission rider : riders) {
      if (--rider.unacknowledged == 0) {
        rider.outbox.add(rider.acknowledgement::acknowledged);
      }
    }
  }

  static void settle(List<Submission> riders) {
    for (Submission rider : riders) {
      if (--rider.unsettled == 0) {
        rider.outbox.add(rider.acknowledgement::settled);
      }
    }
  }
}
