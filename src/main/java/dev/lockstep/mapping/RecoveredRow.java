package dev.lockstep.mapping;

import dev.lockstep.change.RowKey;
import dev.lockstep.item.ItemKey;
import org.jspecify.annotations.Nullable;

/**
 * A row of which something was set aside and that can be mapped again, or is gone.
 *
 * @param itemType which item type takes it again
 * @param row the row
 * @param key the key of its item; absent if it has none now
 */
public record RecoveredRow(String itemType, RowKey row, @Nullable ItemKey key) {}
