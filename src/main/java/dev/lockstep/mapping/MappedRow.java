package dev.lockstep.mapping;

import dev.lockstep.item.Item;
import java.util.List;

/**
 * What a row should be in the target.
 *
 * @param items one for each item type that takes the row
 * @param badRows the item types that cannot
 */
public record MappedRow(List<Item> items, List<BadRow> badRows) {}
