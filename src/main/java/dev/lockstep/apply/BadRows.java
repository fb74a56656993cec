package dev.lockstep.apply;

import dev.lockstep.item.ItemWrite;
import dev.lockstep.problem.Problem;
import java.util.concurrent.CompletableFuture;

/** Decides what becomes of a write that the store will never take. */
@FunctionalInterface
public interface BadRows {

  /**
   * Sets a write aside or has the applier halt. The key waits meanwhile.
   *
   * @return true once the write is stored durably elsewhere, which acknowledges it; false to halt
   *     with the problem. A future that fails halts too
   */
  CompletableFuture<Boolean> setAside(ItemWrite write, Problem problem);

  /** Halts on the first one. */
  static BadRows halt() {
    return (write, problem) -> CompletableFuture.completedFuture(false);
  }
}
