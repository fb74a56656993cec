package dev.lockstep.daemon;

import dev.lockstep.flow.RemapProblems;
import dev.lockstep.mapping.Fingerprint;
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
  RELOAD,
  /** There is a checkpoint, and no rows were kept until now: go on, and read what is needed. */
  KEEP_FROM_NOW_ON;

  /**
   * Decides.
   *
   * @param own whose rows the pipeline keeps now
   * @param checkpoint whether the control table has one
   * @param found whose rows the store holds; empty if it is new
   * @param before the mapping that the items were made with, if that is known
   * @throws LockstepException if the rows are not the pipeline's own, or an unknown mapping's
   */
  static Start of(
      StoreIdentity own,
      boolean checkpoint,
      Optional<StoreIdentity> found,
      Optional<Fingerprint> before) {
    found.ifPresent(store -> requireOwn(store, own));
    if (!checkpoint) {
      return LOAD;
    }
    if (before.filter(Fingerprint::keepsNoRows).isPresent()) {
      return KEEP_FROM_NOW_ON;
    }
    if (found.isEmpty()) {
      return RELOAD;
    }
    if (before.isEmpty() && !found.get().planHash().equals(own.planHash())) {
      throw new LockstepException(RemapProblems.mappingChanged());
    }
    return RESUME;
  }

  private static void requireOwn(StoreIdentity found, StoreIdentity own) {
    if (!own.isOfSamePipeline(found)) {
      throw new LockstepException(StartProblems.foreign(found, own));
    }
  }
}
