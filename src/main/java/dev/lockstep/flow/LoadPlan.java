package dev.lockstep.flow;

/**
 * How the initial load is done.
 *
 * @param needed whether there is no checkpoint to resume from
 * @param inBatches whether items are written in unconditional batches: nobody else writes to the
 *     tables, and nothing stood in them when the first load began
 * @param overEarlierItems whether the tables hold items that the load may have to delete
 */
public record LoadPlan(boolean needed, boolean inBatches, boolean overEarlierItems) {
  /** There is none: the pipeline goes on at its checkpoint. */
  public static final LoadPlan NONE = new LoadPlan(false, false, false);

  /** Whether items are compared before they are written. */
  public boolean compares() {
    return overEarlierItems && !inBatches;
  }
}
