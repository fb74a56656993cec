package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a repair did, or would do.
 *
 * @param planned whether nothing was written, by order
 * @param put items written as the source says
 * @param deleted items removed
 * @param settled findings that were right when their turn came: the stream had written them
 * @param left findings that stay as they are, each for a reason
 * @param examples the first of them
 */
public record RepairResult(
    boolean planned, long put, long deleted, long settled, long left, List<Repaired> examples) {

  /** What became of a finding. */
  public enum Action {
    /** Written as the source says. */
    PUT,
    /** Removed. */
    DELETE,
    /** It was right already. */
    SETTLED,
    /** Left as it is. */
    LEFT
  }

  /**
   * What became of one finding.
   *
   * @param key the item; absent where a row gives none
   * @param reason why it is left; absent otherwise
   */
  public record Repaired(@Nullable ItemKey key, Action action, @Nullable String reason) {}

  /** Whether nothing that was found is wrong any more. */
  public boolean isComplete() {
    return !planned && left == 0;
  }
}
