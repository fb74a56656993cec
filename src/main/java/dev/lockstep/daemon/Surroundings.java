package dev.lockstep.daemon;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.config.Config;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * What one run of a pipeline works between, all of it opened and closed by others.
 *
 * @param controlStore the control table
 * @param control what it says about this pipeline
 * @param items the target, fenced by the lease and minding what it refused before
 * @param letters what was set aside
 * @param mayRead whether the lease is held: who lost it must not take the log from its successor
 * @param rows the row store; empty where the plan keeps no rows
 * @param remapping to the mapping as it is; empty if the items are made with it already
 */
record Surroundings(
    Config config,
    SourceSide source,
    MappingPlan plan,
    ControlStore controlStore,
    ControlSide control,
    ItemStore items,
    BooleanSupplier mayRead,
    DeadLetters letters,
    Optional<KeptStore> rows,
    Optional<Remapping> remapping,
    Metrics metrics) {

  /** The item types that are built when all rows of a load are there. */
  List<ItemTypePlan> joinedTypes() {
    return joined(plan.itemTypes());
  }

  /** Those of some item types. */
  static List<ItemTypePlan> joined(List<ItemTypePlan> types) {
    return types.stream().filter(ItemTypePlan::isJoined).toList();
  }

  /** What is read and built before the pipeline streams. */
  LoadProgress progress() {
    Map<TableId, SourceTable> tables = new TreeMap<>(source.tables());
    remapping.ifPresent(r -> tables.keySet().retainAll(r.remap().tablesToRead()));
    List<ItemTypePlan> built =
        remapping.map(r -> joined(r.remap().rebuilt())).orElseGet(this::joinedTypes);
    return new LoadProgress(tables, built);
  }
}
