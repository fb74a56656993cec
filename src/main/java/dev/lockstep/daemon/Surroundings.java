package dev.lockstep.daemon;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.config.Config;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.KeptStore;
import dev.lockstep.flow.Remapping;
import dev.lockstep.flow.Turn;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.wiring.SourceSide;
import java.util.Optional;
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

  /** What lies between the source and the target in a run of these. */
  Flow.Parts flow(Applier applier, Ledger ledger, Turn turn) {
    return new Flow.Parts(
        plan,
        source.tables(),
        source.catalog().currentVersion(),
        items,
        applier,
        ledger,
        turn,
        letters,
        rows,
        remapping,
        metrics);
  }
}
