package dev.lockstep.verify;

import org.jspecify.annotations.Nullable;

/**
 * That what a verification finds is to be set right.
 *
 * @param plan whether it is only to be said what would be done; nothing is written then
 * @param deleteExtra whether items that no row makes are removed; they stay otherwise
 * @param force whether to write although the target is the truth by now: after a cutover, and while
 *     a rehearsal uses it
 * @param maxWriteUnits the most write units a second that the repair uses; absent: as the pipeline
 *     itself may
 */
public record RepairOrder(
    boolean plan, boolean deleteExtra, boolean force, @Nullable Double maxWriteUnits) {

  /**
   * @throws IllegalArgumentException if the budget is none
   */
  public RepairOrder {
    if (maxWriteUnits != null && !(maxWriteUnits > 0)) {
      throw new IllegalArgumentException("a budget is more than 0 write units a second");
    }
  }

  /** An order within the pipeline's own budget, that does not insist. */
  public RepairOrder(boolean plan, boolean deleteExtra) {
    this(plan, deleteExtra, false, null);
  }

  /** The same within another budget. */
  public RepairOrder withMaxWriteUnits(double units) {
    return new RepairOrder(plan, deleteExtra, force, units);
  }

  /** The same, insisting. */
  public RepairOrder forced() {
    return new RepairOrder(plan, deleteExtra, true, maxWriteUnits);
  }
}
