package dev.lockstep.daemon;

import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.TableAdmin;
import dev.lockstep.item.TableSpec;
import java.util.List;

/**
 * How the initial load is done.
 *
 * @param needed whether there is no checkpoint to resume from
 * @param inBatches whether items are written in unconditional batches: nobody else writes to the
 *     tables, and nothing stood in them when the first load began
 * @param overEarlierItems whether the tables hold items that the load may have to delete
 */
record LoadPlan(boolean needed, boolean inBatches, boolean overEarlierItems) {
  private static final LoadPlan NONE = new LoadPlan(false, false, false);

  /** For a pipeline as its control table and its target tables have it. */
  static LoadPlan of(Config config, List<TableSpec> targets, TableAdmin tables, ControlSide control)
      throws InterruptedException {
    if (control.checkpoint().isPresent()) {
      return NONE;
    }
    if (control.loadWasBegun()) {
      return new LoadPlan(true, control.loadWasInBatches(), true);
    }
    boolean exclusive = config.target().exclusive();
    boolean empty = true;
    boolean ours = true;
    for (TableSpec table : targets) {
      empty &= tables.isEmpty(table.name());
      ours &= exclusive || tables.madeByLockstep(table.name());
    }
    return new LoadPlan(true, exclusive || (empty && ours), !empty);
  }

  /** Whether items are compared before they are written. */
  boolean compares() {
    return overEarlierItems && !inBatches;
  }
}
