package dev.lockstep.apply;

import dev.lockstep.item.ItemWrite;
import dev.lockstep.problem.Problem;
import java.util.List;

/** Something to be done outside, whose outcome comes back to the {@link Engine}. */
sealed interface Request {

  /**
   * One conditional write.
   *
   * @param write as it is sent: a delete may go as a tombstone
   */
  record Single(KeyQueue queue, ItemWrite write) implements Request {}

  /**
   * Unconditional puts of the load.
   *
   * @param queues the keys, in the order of the puts
   */
  record Batch(List<KeyQueue> queues, List<ItemWrite.Put> puts) implements Request {}

  /** A write that the store will never take. */
  record SetAside(KeyQueue queue, ItemWrite write, Problem problem) implements Request {}
}
