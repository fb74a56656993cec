package dev.lockstep.mapping;

import dev.lockstep.item.ItemSize;

/**
 * The bytes that one item may still grow by. Spent while it is built, so that one root with a
 * million embedded rows is refused long before it fills the memory.
 */
final class Budget {
  private int spent;

  /**
   * @throws BadValueException if the item has become too large
   */
  void spend(int bytes) {
    spent += bytes;
    if (spent > ItemSize.MAX_ITEM_BYTES) {
      throw BoundItem.tooLarge("has over " + ItemSize.MAX_ITEM_BYTES + " bytes");
    }
  }

  int spent() {
    return spent;
  }

  /** Takes back what was spent on what does not show after all. */
  void backTo(int earlier) {
    spent = earlier;
  }
}
