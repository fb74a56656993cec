package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import java.util.List;

/** One item that is not as the source says. */
public sealed interface Difference {

  /** The item. */
  ItemKey key();

  /** The source says that there is one; the target has none. */
  record Missing(ItemKey key) implements Difference {}

  /** The target has one; the source says that there is none. */
  record Extra(ItemKey key) implements Difference {}

  /**
   * Both have it, with other content.
   *
   * @param attributes the names of those that are absent on one side or unequal, sorted; never
   *     their values, so that a difference may be shown and logged
   */
  record Unequal(ItemKey key, List<String> attributes) implements Difference {}

  /**
   * The mapping makes two items with this key, so no content can be right.
   *
   * @param key the key
   */
  record Ambiguous(ItemKey key) implements Difference {}
}
