package dev.lockstep.item;

import java.util.Map;

/**
 * An item without its bookkeeping attributes ({@link Bookkeeping}).
 *
 * @param key its primary key
 * @param attributes all attributes but those of the primary key
 */
public record Item(ItemKey key, Map<String, Value> attributes) {}
