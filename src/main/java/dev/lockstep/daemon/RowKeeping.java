package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.CheckpointSteps;
import dev.lockstep.flow.KeptStore;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import java.util.Optional;

/**
 * What goes with a checkpoint: the row store's log is synced before, so that the store is never
 * behind it, and after it the store forgets what only a repeat of earlier transactions needs. A
 * store that fails at either ends the run: no later checkpoint could be trusted.
 */
final class RowKeeping implements CheckpointSteps {
  private final Optional<KeptStore> rows;
  private final Metrics metrics;
  private final PipelineEnd end;

  RowKeeping(Optional<KeptStore> rows, Metrics metrics, PipelineEnd end) {
    this.rows = rows;
    this.metrics = metrics;
    this.end = end;
  }

  @Override
  public void beforeSave(Checkpoint checkpoint) {
    guarded(() -> rows.ifPresent(store -> store.rows().sync()));
  }

  @Override
  public void afterSave(Checkpoint checkpoint) {
    metrics.checkpoint();
    guarded(() -> rows.ifPresent(store -> store.rows().purge(checkpoint.version())));
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (LockstepException e) {
      end.failed(e.problem());
      throw e;
    }
  }
}
