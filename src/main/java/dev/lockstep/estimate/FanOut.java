package dev.lockstep.estimate;

import dev.lockstep.change.TableId;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.JoinStep;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many items of a type show one row of each table, on average. */
final class FanOut {
  private final Map<TableId, Long> rows;

  /**
   * @param rows how many rows tables have; unknown ones absent
   */
  FanOut(Map<TableId, Long> rows) {
    this.rows = rows;
  }

  /**
   * By table: how many items one changed row touches. An embedded row belongs to one row; a
   * looked-up one to as many as there are of those that look up, divided by those looked up.
   */
  Map<TableId, Double> of(ItemTypePlan type) {
    Map<String, Double> byPath = new HashMap<>(Map.of("", 1.0));
    Map<String, TableId> tables = new HashMap<>(Map.of("", type.root()));
    Map<TableId, Double> byTable = new LinkedHashMap<>(Map.of(type.root(), 1.0));
    for (JoinStep step : type.joins()) {
      TableId parent = tables.getOrDefault(step.parent(), type.root());
      double reach =
          byPath.getOrDefault(step.parent(), 1.0)
              * (step.lookup() ? sharing(parent, step.table()) : 1);
      byPath.put(step.path(), reach);
      tables.put(step.path(), step.table());
      byTable.merge(step.table(), reach, Double::sum);
    }
    return byTable;
  }

  private double sharing(TableId parent, TableId looked) {
    long many = rows.getOrDefault(parent, 0L);
    long few = rows.getOrDefault(looked, 0L);
    return many <= 0 || few <= 0 ? 1 : (double) many / few;
  }
}
