package dev.lockstep.source.debezium;

import dev.lockstep.source.SourceFault;
import java.time.Duration;
import java.util.Set;

/**
 * Decides whether a fault is worth another try. A network or a server comes back some time, so that
 * is tried for ever; what else fails again and again without any progress will not pass.
 */
final class FaultPolicy {
  private static final int MOST_FAILURES = 8;

  /** A server notices a reader that vanished with its host after wal_sender_timeout, a minute. */
  private static final int MOST_FAILURES_OF_SLOT = 12;

  private static final Set<String> PATIENT =
      Set.of("SOURCE-UNREACHABLE", "SOURCE-NOT-READY", "SOURCE-SILENT");

  private final BackOff backOff;

  FaultPolicy(BackOff backOff) {
    this.backOff = backOff;
  }

  void succeeded() {
    backOff.succeeded();
  }

  boolean mayRetry(SourceFault fault) {
    if (!fault.passing()) {
      return false;
    }
    String code = fault.problem().code();
    int most = "SLOT-ACTIVE".equals(code) ? MOST_FAILURES_OF_SLOT : MOST_FAILURES;
    return PATIENT.contains(code) || backOff.failures() < most;
  }

  Duration nextWait() {
    return backOff.next();
  }
}
