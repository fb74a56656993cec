package dev.lockstep.verify;

import dev.lockstep.change.SourceTable;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.verify.Tally.Count;
import dev.lockstep.verify.VerifyProgress.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How fast a verification is, and how long it will take. Written by one thread, read by others. */
final class Pace {
  private static final double NANOS = 1e9;
  private static final double WINDOW_SECONDS = 3;

  private final VerifyClock clock;
  private final Map<String, Long> estimates = new HashMap<>();
  private long at;
  private long last;
  private volatile double perSecond;

  Pace(VerifyWorld world, List<ItemTypePlan> types) {
    this.clock = world.clock();
    this.at = clock.nanos();
    for (ItemTypePlan type : types) {
      SourceTable table = world.tables().get(type.root());
      if (table != null && table.estimatedRows() >= 0) {
        estimates.put(type.name(), table.estimatedRows());
      }
    }
  }

  Map<String, Long> estimates() {
    return estimates;
  }

  void compared(long items) {
    measured(items);
  }

  void scanned(long items) {
    measured(items);
  }

  private void measured(long items) {
    double seconds = (clock.nanos() - at) / NANOS;
    if (seconds >= WINDOW_SECONDS || (perSecond == 0 && seconds > 0.2)) {
      perSecond = Math.max(0, items - last) / seconds;
      last = items;
      at = clock.nanos();
    }
  }

  double itemsPerSecond() {
    return perSecond;
  }

  /** About as many items as rows make, as long as those are not all read. */
  @Nullable Long scanEstimate(Tally tally) {
    long items = tally.total(Count.ITEMS);
    return items == 0 ? null : items;
  }

  @Nullable Double etaSeconds(Step step, Tally tally, boolean scans) {
    double rate = perSecond;
    if (rate <= 0 || step == Step.MATCHING || step == Step.CHECKING) {
      return null;
    }
    long rows = estimates.values().stream().mapToLong(Long::longValue).sum();
    double left = step == Step.COMPARING ? Math.max(0, rows - tally.total(Count.ROWS)) : 0;
    if (scans) {
      long seen = tally.total(Count.SCANNED);
      left += Math.max(0, Math.max(rows, tally.total(Count.ITEMS)) - seen) / 4.0;
    }
    return left / rate;
  }
}
