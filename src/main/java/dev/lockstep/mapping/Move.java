package dev.lockstep.mapping;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;

/**
 * An item that goes to another key, of whose row the source did not send all values: what the patch
 * does not know stays as the item under the old key has it. The old item's delete is among the
 * transaction's writes.
 *
 * @param from the key of the item before the transaction
 * @param patch what is known of the item after it, under its new key
 */
public record Move(ItemKey from, ItemWrite.Patch patch) {}
