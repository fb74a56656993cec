package dev.lockstep.inspect;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.ValueDifference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a row or an item is about. Holds values of rows: for eyes that may see them.
 *
 * @param row the row in words, {@code public.orders[42]}; absent if it was asked about an item
 * @param found whether the source has the row
 * @param items the items that it feeds, or the item that was asked about
 * @param notes what could not be found out, and why
 */
public record Explanation(
    @Nullable String row, boolean found, List<Explained> items, List<String> notes) {

  /** How an item is against what it should be. */
  public enum State {
    /** As it should be. */
    SAME,
    /** The target has it with other content. */
    DIFFERENT,
    /** It should be there and is not. */
    MISSING,
    /** It is there and should not be. */
    EXTRA,
    /** It should not be there and is not. */
    ABSENT,
    /** The row cannot become this item. */
    REFUSED,
    /** Which row it comes from cannot be told from its key. */
    UNKNOWN
  }

  /**
   * One item.
   *
   * @param type the item type; absent if no type has such keys
   * @param root the row that it comes from, in words; absent if there is none
   * @param through the paths by which the row that was asked about gets into it: empty text for the
   *     item's own row, {@code lines.product} for one that is joined
   * @param key its key; absent if the row makes none
   * @param state how it is
   * @param expected as it should be now; absent if there should be none
   * @param stored as the target has it, read with strong consistency; absent if there is none
   * @param differences from what is expected, where both are there
   * @param problem why the row cannot become an item
   */
  public record Explained(
      @Nullable String type,
      @Nullable String root,
      List<String> through,
      @Nullable ItemKey key,
      State state,
      @Nullable Item expected,
      @Nullable StoredItem stored,
      List<ValueDifference> differences,
      @Nullable Problem problem) {}

  /** Whether the target has all that it should have, and nothing else, as far as can be told. */
  public boolean isSame() {
    return items.stream()
        .allMatch(item -> item.state() == State.SAME || item.state() == State.ABSENT);
  }
}
