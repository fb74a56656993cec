package dev.lockstep.mapping;

import dev.lockstep.change.RowKey;
import dev.lockstep.item.ItemKey;
import dev.lockstep.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A row that cannot become the item that the mapping wants.
 *
 * @param itemType which item type refuses it
 * @param row the row
 * @param key the key of the item that is not written; absent if the row gives no key
 * @param problem why; shows the row's key and no other value
 */
public record BadRow(String itemType, RowKey row, @Nullable ItemKey key, Problem problem) {}
