package dev.lockstep.estimate;

import dev.lockstep.item.Value;

/**
 * A partition key value on which items gather.
 *
 * @param partition the value
 * @param share of the type's items that have it, 0 to 1
 */
public record HotPartition(Value partition, double share) {}
