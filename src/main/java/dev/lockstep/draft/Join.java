package dev.lockstep.draft;

import java.util.List;

/**
 * A table of pairs: each row joins a row of one table to a row of another (or of the same).
 *
 * @param sides both directions
 * @param pure whether a row is nothing but the pair
 */
record Join(List<Side> sides, boolean pure) {

  /**
   * One direction.
   *
   * @param link to the table on this side
   * @param other to the table on the other side
   * @param form how the pairs show on this side
   */
  record Side(Link link, Link other, Form form) {}

  /** How pairs show on a side. */
  enum Form {
    /** Inside the side's item. */
    EMBEDDED,
    /** As items in the side's partition. */
    ITEMS,
    /** Not at all. */
    NONE
  }
}
