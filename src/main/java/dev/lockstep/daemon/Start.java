package dev.lockstep.daemon;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.rowstore.StoreIdentity;
import java.util.Optional;

/** How a pipeline that keeps rows goes on, after what it found; decided without I/O. */
enum Start {
  /** There is no checkpoint: load, or load again what broke off. */
  LOAD,
  /** Checkpoint and kept rows belong together: resume. */
  RESUME,
  /** There is a checkpoint, but no kept rows: load again over the items that are there. */
  RELOAD;

  /**
   * Decides.
   *
   * @param own whose rows the pipeline keeps now
   * @param checkpoint whether the control table has one
   * @param found whose rows the store holds; empty if it is new
   * @throws LockstepException if the rows are not the pipeline's own, or another mapping's
   */
  static Start of(StoreIdentity own, boolean checkpoint, Optional<StoreIdentity> found) {
    found.ifPresent(store -> requireOwn(store, own));
    if (!checkpoint) {
      return LOAD;
    }
    if (found.isEmpty()) {
      return RELOAD;
    }
    if (!found.get().planHash().equals(own.planHash())) {
      throw new LockstepException(StartProblems.mappingChanged());
    }
    return RESUME;
  }

  private static void requireOwn(StoreIdentity found, StoreIdentity own) {
    if (!found.pipeline().equals(own.pipeline()) || !found.source().equals(own.source())) {
      throw new LockstepException(StartProblems.foreign(found, own));
    }
  }
}
