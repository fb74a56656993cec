package dev.lockstep.mapping;

import java.util.List;

/**
 * Why some columns of a table are kept.
 *
 * @param user who needs them: an item type and the place in it, {@code order.lines.product}
 * @param why what for: {@code shown}, {@code links rows}
 * @param columns those columns, in the order of the table
 */
public record KeptReason(String user, String why, List<String> columns) {

  /** Whether it is a place in an item type that needs them. */
  boolean isOf(String itemType) {
    return user.equals(itemType) || user.startsWith(itemType + ".");
  }
}
