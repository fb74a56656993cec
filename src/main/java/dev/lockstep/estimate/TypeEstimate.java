package dev.lockstep.estimate;

import dev.lockstep.change.TableId;
import dev.lockstep.mapping.ItemTypePlan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one item type will be and cost.
 *
 * @param items how many; absent if the source does not know how many rows the root has
 * @param loadUnits write units to write all of them once, indexes included; absent if unknown
 * @param writesPerSecond item writes per second at the rate at which the source changes; more than
 *     there will be, since a transaction writes an item once
 * @param unitsPerSecond write units for these
 */
public record TypeEstimate(
    @Nullable Long items,
    @Nullable Long loadUnits,
    @Nullable Double writesPerSecond,
    @Nullable Double unitsPerSecond) {

  /**
   * Works it out.
   *
   * @param rows how many rows tables have; unknown ones absent
   * @param sample of the type; absent if none was taken
   * @param rates by table
   */
  public static TypeEstimate of(
      ItemTypePlan type,
      Map<TableId, Long> rows,
      @Nullable Sample sample,
      Map<TableId, ChangeRate> rates) {
    double accepted = sample == null ? 1 : sample.accepted();
    Long roots = rows.get(type.root());
    Long items = roots == null ? null : Math.round(roots * accepted);
    double writes = writes(type, rows, rates) * accepted;
    boolean sized = sample != null && sample.items() > 0;
    return new TypeEstimate(
        items,
        items == null || sample == null || !sized
            ? null
            : Math.round(items * sample.unitsPerItem()),
        writes,
        sample == null || !sized ? null : writes * sample.unitsPerItem());
  }

  private static double writes(
      ItemTypePlan type, Map<TableId, Long> rows, Map<TableId, ChangeRate> rates) {
    double writes = 0;
    for (Map.Entry<TableId, Double> reach : new FanOut(rows).of(type).entrySet()) {
      ChangeRate rate = rates.get(reach.getKey());
      writes += rate == null ? 0 : rate.best() * reach.getValue();
    }
    return writes;
  }
}
