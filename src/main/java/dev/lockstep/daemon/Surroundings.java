package dev.lockstep.daemon;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.config.Config;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import java.util.List;
import java.util.Optional;

/**
 * What one run of a pipeline works between, all of it opened and closed by others.
 *
 * @param controlStore the control table
 * @param control what it says about this pipeline
 * @param items the target, fenced by the lease
 * @param rows the row store; empty where the plan keeps no rows
 */
record Surroundings(
    Config config,
    SourceSide source,
    MappingPlan plan,
    ControlStore controlStore,
    ControlSide control,
    ItemStore items,
    Optional<KeptStore> rows,
    Metrics metrics) {

  /** The item types that are built when all rows of a load are there. */
  List<ItemTypePlan> joinedTypes() {
    return plan.itemTypes().stream().filter(ItemTypePlan::isJoined).toList();
  }
}
