package dev.lockstep.metrics;

import com.codahale.metrics.Counter;
import java.util.Map;
import java.util.Objects;

/** Counts the changes of one source table. Thread-safe; keep it, counting allocates nothing. */
public final class ChangeCounters {
  private final Map<ChangeOp, Counter> byOp;

  ChangeCounters(Map<ChangeOp, Counter> byOp) {
    this.byOp = byOp;
  }

  /** Counts one change. */
  public void add(ChangeOp op) {
    add(op, 1);
  }

  /** Counts several changes of one kind. */
  public void add(ChangeOp op, long changes) {
    Objects.requireNonNull(byOp.get(op)).inc(changes);
  }

  long total() {
    return byOp.values().stream().mapToLong(Counter::getCount).sum();
  }
}
