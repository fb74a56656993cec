package dev.lockstep.source;

import dev.lockstep.change.TableId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much has been changed in tables up to a moment.
 *
 * @param atMicros the moment by the source's clock, microseconds since the epoch
 * @param sinceMicros when the source began to count; absent if it does not say
 * @param tables by table
 */
public record Activity(long atMicros, @Nullable Long sinceMicros, Map<TableId, Counters> tables) {

  /** Rows changed since the source began to count. */
  public record Counters(long inserts, long updates, long deletes) {
    /** None. */
    public static final Counters NONE = new Counters(0, 0, 0);

    /** All changes. */
    public long changes() {
      return inserts + updates + deletes;
    }
  }

  /** What was changed in a table. */
  public Counters of(TableId table) {
    return tables.getOrDefault(table, Counters.NONE);
  }
}
