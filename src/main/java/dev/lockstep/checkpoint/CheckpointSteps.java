package dev.lockstep.checkpoint;

/** What goes with the storing of a checkpoint. Called from the checkpointer's thread. */
@FunctionalInterface
public interface CheckpointSteps {

  /**
   * Makes durable whatever must not be behind the checkpoint (the row store's log). The checkpoint
   * is stored only if this returns.
   */
  void beforeSave(Checkpoint checkpoint);

  /** The checkpoint is stored: what was needed only to repeat what it covers may be forgotten. */
  default void afterSave(Checkpoint checkpoint) {}
}
