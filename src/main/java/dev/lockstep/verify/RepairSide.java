package dev.lockstep.verify;

import dev.lockstep.apply.ItemMending.Mend;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Port: how a repair writes to the target beside the stream. */
public interface RepairSide extends AutoCloseable {

  /**
   * Gets ready to write.
   *
   * @return why nothing may be written here; empty if it may
   */
  Optional<Problem> refusal(RepairOrder order) throws InterruptedException;

  /**
   * The budget of a repair that brings none of its own, in write units a second; 0 is unlimited.
   */
  double writeUnitsPerSecond();

  /**
   * Holds a key: nothing of it is on its way or arrives late, and the stream's writes of it wait.
   *
   * @return empty if that did not come to be within the limit
   */
  Optional<Hold> hold(ItemKey key, Duration limit) throws InterruptedException;

  /** Everything up to it is in the target. */
  Optional<Checkpoint> applied();

  /** One attempt at a write, of a key that is held; refused while this process may not write. */
  CompletableFuture<WriteOutcome> mend(Mend mend);

  /** Notes in the journal that something was done. */
  void note(Map<String, String> details);

  @Override
  void close();

  /** A key that is held. */
  interface Hold {
    /**
     * Lets the stream go on with it.
     *
     * @param inDoubt whether a write may still arrive late
     */
    void release(boolean inDoubt);
  }
}
