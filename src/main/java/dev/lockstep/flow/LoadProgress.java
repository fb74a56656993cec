package dev.lockstep.flow;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.flow.LoadReport.BuiltItems;
import dev.lockstep.flow.LoadReport.LoadedTable;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How far the initial load is, table by table. Thread-safe. */
final class LoadProgress {
  private final Map<TableId, Long> estimates = new TreeMap<>();
  private final Map<TableId, LongAdder> rows = new TreeMap<>();
  private final Map<String, Built> items = new LinkedHashMap<>();
  private volatile boolean begun;
  private volatile boolean done;

  /**
   * @param tables the tables that the mapping reads, with the source's estimates
   * @param joined the item types that are built when all rows are read
   */
  LoadProgress(Map<TableId, SourceTable> tables, List<ItemTypePlan> joined) {
    tables.forEach(
        (id, table) -> {
          estimates.put(id, table.estimatedRows());
          rows.put(id, new LongAdder());
        });
    joined.forEach(type -> items.put(type.name(), new Built(type.root())));
  }

  /**
   * Of what is read and built before a pipeline streams.
   *
   * @param tables those that the mapping reads
   * @param remapping to the mapping as it is; empty if everything is loaded
   */
  static LoadProgress of(
      Map<TableId, SourceTable> tables, MappingPlan plan, Optional<Remapping> remapping) {
    Map<TableId, SourceTable> read = new TreeMap<>(tables);
    remapping.ifPresent(r -> read.keySet().retainAll(r.remap().tablesToRead()));
    List<ItemTypePlan> built = remapping.map(r -> r.remap().rebuilt()).orElse(plan.itemTypes());
    return new LoadProgress(read, Flow.joined(built));
  }

  /** A load begins, or begins again. */
  void begin() {
    rows.values().forEach(LongAdder::reset);
    items.values().forEach(Built::reset);
    begun = true;
    done = false;
  }

  void read(TableId table, int count) {
    LongAdder counter = rows.get(table);
    if (counter != null) {
      counter.add(count);
    }
  }

  void built(String itemType, int count) {
    Built type = items.get(itemType);
    if (type != null) {
      type.count.add(count);
    }
  }

  /** Items of a type that were built so far. */
  long items(String itemType) {
    Built type = items.get(itemType);
    return type == null ? 0 : type.count.sum();
  }

  /** All items of a type are built. */
  void finishBuilding(String itemType) {
    Built type = items.get(itemType);
    if (type != null) {
      type.done = true;
    }
  }

  /** All rows are read and their items written. */
  void finish() {
    done = true;
  }

  long total() {
    return rows.values().stream().mapToLong(LongAdder::sum).sum();
  }

  LoadReport report() {
    if (!begun) {
      return LoadReport.NONE;
    }
    return new LoadReport(
        rows.entrySet().stream()
            .map(
                entry ->
                    new LoadedTable(
                        entry.getKey().toString(),
                        entry.getValue().sum(),
                        estimate(entry.getKey()),
                        done))
            .toList(),
        items.entrySet().stream().map(entry -> report(entry.getKey(), entry.getValue())).toList());
  }

  /**
   * An item at most for each row of the root; those have all been read before the first is built.
   */
  private BuiltItems report(String itemType, Built type) {
    LongAdder roots = rows.get(type.root);
    return new BuiltItems(
        itemType, type.count.sum(), roots == null ? null : roots.sum(), type.done);
  }

  /** How far an item type is. */
  private static final class Built {
    private final TableId root;
    private final LongAdder count = new LongAdder();
    private volatile boolean done;

    Built(TableId root) {
      this.root = root;
    }

    void reset() {
      count.reset();
      done = false;
    }
  }

  private @Nullable Long estimate(TableId table) {
    Long rowsThere = estimates.get(table);
    return rowsThere == null || rowsThere < 0 ? null : rowsThere;
  }
}
