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

  /** Why nothing may be written here; empty if it may. */
  Optional<Problem> refusal();

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

  /** Where nothing can be written. */
  static RepairSide none(Problem refusal) {
    return new RepairSide() {
      @Override
      public Optional<Problem> refusal() {
        return Optional.of(refusal);
      }

      @Override
      public Optional<Hold> hold(ItemKey key, Duration limit) {
        return Optional.empty();
      }

      @Override
      public Optional<Checkpoint> applied() {
        return Optional.empty();
      }

      @Override
      public CompletableFuture<WriteOutcome> mend(Mend mend) {
        return CompletableFuture.completedFuture(new WriteOutcome.Unusable(refusal));
      }

      @Override
      public void note(Map<String, String> details) {
        // Nothing is done.
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
