package dev.lockstep.estimate;

import dev.lockstep.change.TableId;
import dev.lockstep.source.Activity;
import org.jspecify.annotations.Nullable;

/**
 * How fast a table changes.
 *
 * @param now rows per second while it was watched; absent if it was not
 * @param average rows per second since the source began to count; absent if it does not say when
 */
public record ChangeRate(@Nullable Double now, @Nullable Double average) {
  private static final double MICROS_PER_SECOND = 1e6;

  /** Shorter than this, a rate says nothing. */
  private static final double LEAST_SECONDS = 0.5;

  /** Of a table between two moments; the same moment twice for the average alone. */
  public static ChangeRate between(Activity before, Activity after, TableId table) {
    long counted = after.of(table).changes();
    Double now = rate(counted - before.of(table).changes(), before.atMicros(), after.atMicros());
    Long since = after.sinceMicros();
    Double average = since == null ? null : rate(counted, since, after.atMicros());
    return new ChangeRate(now, average);
  }

  private static @Nullable Double rate(long changes, long from, long to) {
    double seconds = (to - from) / MICROS_PER_SECOND;
    return seconds < LEAST_SECONDS ? null : Math.max(0, changes) / seconds;
  }

  /** The present rate, else the average, else 0. */
  public double best() {
    if (now != null) {
      return now;
    }
    return average == null ? 0 : average;
  }
}
