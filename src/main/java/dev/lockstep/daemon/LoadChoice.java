package dev.lockstep.daemon;

import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.TableAdmin;
import dev.lockstep.flow.LoadPlan;
import dev.lockstep.item.TableSpec;
import java.util.List;

/** Whether a pipeline has to load, and how it may. */
final class LoadChoice {
  private LoadChoice() {}

  /** For a pipeline as its control table and its target tables have it. */
  static LoadPlan of(Config config, List<TableSpec> targets, TableAdmin tables, ControlSide control)
      throws InterruptedException {
    if (control.checkpoint().isPresent()) {
      return LoadPlan.NONE;
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
}
