package dev.lockstep.daemon;

/**
 * How the initial load is done.
 *
 * @param needed whether there is no checkpoint to resume from
 * @param inBatches whether items are written in unconditional batches: nobody else writes to the
 *     tables, and nothing stood in them when the first load began
 * @param overEarlierItems whether the tables hold items that the load may have to delete
 */
record LoadPlan(boolean needed, boolean inBatches, boolean overEarlierItems) {}
