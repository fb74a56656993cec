package dev.lockstep.daemon;

import dev.lockstep.apply.ApplyListener;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.metrics.WriteCounters;
import dev.lockstep.metrics.WriteResult;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the applier does. */
final class WriteMetrics implements ApplyListener {
  private static final Logger log = LoggerFactory.getLogger(WriteMetrics.class);

  private final Metrics metrics;

  WriteMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void attempted(ItemWrite write, WriteOutcome outcome, long nanos) {
    WriteCounters counters = metrics.writes(write.key().table());
    metrics.writeTime().record(nanos);
    if (outcome instanceof WriteOutcome.Applied applied) {
      counters.add(WriteResult.APPLIED);
      counters.addUnits(applied.units());
    } else if (outcome instanceof WriteOutcome.Superseded superseded) {
      counters.add(WriteResult.SUPERSEDED);
      counters.addUnits(superseded.units());
    } else if (outcome instanceof WriteOutcome.Throttled throttled) {
      counters.add(WriteResult.THROTTLED);
      metrics.throttled(write.key().table(), throttled.reason());
    } else {
      counters.add(failure(outcome));
    }
  }

  private static WriteResult failure(WriteOutcome outcome) {
    if (outcome instanceof WriteOutcome.Refused) {
      return WriteResult.REFUSED;
    }
    if (outcome instanceof WriteOutcome.InDoubt) {
      return WriteResult.IN_DOUBT;
    }
    return outcome instanceof WriteOutcome.Rejected ? WriteResult.REJECTED : WriteResult.UNUSABLE;
  }

  @Override
  public void retrying(ItemWrite write, WriteOutcome outcome, int failures, Duration delay) {
    metrics.retry();
  }

  @Override
  public void warned(Problem problem) {
    log.warn("{}", problem);
  }
}
