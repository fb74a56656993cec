package dev.lockstep.metrics;

import com.codahale.metrics.Counter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.DoubleAdder;

/** Counts the writes to one target table. Thread-safe; keep it, counting allocates nothing. */
public final class WriteCounters {
  private final Map<WriteResult, Counter> byResult;
  private final DoubleAdder units;

  WriteCounters(Map<WriteResult, Counter> byResult, DoubleAdder units) {
    this.byResult = byResult;
    this.units = units;
  }

  /** Counts one attempt. */
  public void add(WriteResult result) {
    of(result).inc();
  }

  /** Counts write capacity units that were consumed. */
  public void addUnits(double consumed) {
    units.add(consumed);
  }

  long count(WriteResult result) {
    return of(result).getCount();
  }

  private Counter of(WriteResult result) {
    return Objects.requireNonNull(byResult.get(result));
  }
}
