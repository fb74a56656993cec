package dev.lockstep.estimate;

import dev.lockstep.item.ItemKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What some rows of a root became.
 *
 * @param rows how many rows
 * @param items how many items they became; fewer where a condition leaves rows out
 * @param refused how many rows cannot become an item
 * @param sizes of the items; absent if there are none
 * @param unitsPerItem write units to write an item of mean size anew, indexes included
 * @param hot partition key values that many of the items share, the most frequent first
 * @param twice keys that several of the rows have, the first ones
 */
public record Sample(
    long rows,
    long items,
    long refused,
    @Nullable Sizes sizes,
    double unitsPerItem,
    List<HotPartition> hot,
    List<ItemKey> twice) {

  /** The share of rows that have an item, 0 to 1. */
  public double accepted() {
    return rows == 0 ? 1 : (double) items / rows;
  }
}
