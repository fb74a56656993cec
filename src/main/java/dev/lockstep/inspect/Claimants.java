package dev.lockstep.inspect;

import dev.lockstep.change.Row;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.SourceProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the rows that make an item of a key, by what the key shows of them. */
public final class Claimants {
  /** Rows that a key may lead to; more say that it shows too little. */
  private static final int CANDIDATES = 100;

  private final MappingPlan plan;
  private final SourceProbe probe;
  private final Projection projection;

  /** By a plan over the source as it is now. */
  public Claimants(MappingPlan plan, SourceProbe probe, Projection projection) {
    this.plan = plan;
    this.probe = probe;
    this.projection = projection;
  }

  /**
   * Rows with an item of the key.
   *
   * @param items theirs, one for each row
   * @param complete whether these are certainly all
   */
  public record Found(List<Item> items, boolean complete) {}

  /** Those of a key. */
  public Found of(ItemKey key) throws InterruptedException {
    List<Item> items = new ArrayList<>();
    boolean complete = true;
    for (ItemTypePlan type : plan.itemTypes()) {
      if (type.ownsKey(key)) {
        complete &= add(type, key, items);
      }
    }
    return new Found(items, complete);
  }

  private boolean add(ItemTypePlan type, ItemKey key, List<Item> items)
      throws InterruptedException {
    Map<String, String> columns = type.columnsIn(key).orElse(Map.of());
    if (columns.isEmpty()) {
      return false;
    }
    List<Row> rows;
    try {
      rows = candidates(type, columns);
    } catch (LockstepException e) {
      if (e.problem().code().equals("SOURCE-TIMEOUT")) {
        return false;
      }
      throw e;
    }
    for (Row row : rows) {
      projection.items(type, List.of(row)).items().stream()
          .filter(item -> item.key().equals(key))
          .forEach(items::add);
    }
    return rows.size() < CANDIDATES;
  }

  /** A key whose parts are no values of their columns comes from no row. */
  private List<Row> candidates(ItemTypePlan type, Map<String, String> columns) {
    try {
      return probe.find(projection.schema(type.root()), columns, CANDIDATES);
    } catch (LockstepException e) {
      if (e.problem().code().equals("VALUE-UNREADABLE")) {
        return List.of();
      }
      throw e;
    }
  }
}
