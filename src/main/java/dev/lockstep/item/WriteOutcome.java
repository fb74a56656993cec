package dev.lockstep.item;

import dev.lockstep.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What became of one attempt to write one item. */
public sealed interface WriteOutcome {

  /**
   * The store has the write.
   *
   * @param units write capacity units consumed in the table and its indexes
   */
  record Applied(double units) implements WriteOutcome {}

  /**
   * The condition failed. For puts, deletes and tombstones the store has this version or a newer
   * one: as good as applied. What it means for patches and burials is said at the item store's
   * port.
   *
   * @param stored the number in {@code _v} of the stored item; absent if there is no item or its
   *     {@code _v} is not a number
   * @param units write capacity units, estimated from the stored item's size
   */
  record Superseded(@Nullable String stored, double units) implements WriteOutcome {}

  /**
   * Not applied for want of capacity; try again.
   *
   * @param scope how far the throttle reaches
   * @param resource what was throttled: a table's name, or {@code table/index}
   * @param reason DynamoDB's own reason
   */
  record Throttled(Scope scope, String resource, String reason) implements WriteOutcome {}

  /**
   * Not applied, and nothing is wrong with the write; try again: a conflicting transaction, a
   * request that provably never left.
   */
  record Refused(String reason) implements WriteOutcome {}

  /** Nobody knows whether it was or will be applied: time-out, reset, 5xx, bad checksum. */
  record InDoubt(String reason) implements WriteOutcome {}

  /** The store will never take this write: too large, invalid. */
  record Rejected(Problem problem) implements WriteOutcome {}

  /** The store takes no writes at all until somebody acts: rights, missing table, credentials. */
  record Unusable(Problem problem) implements WriteOutcome {}

  /** How far a throttle reaches. */
  enum Scope {
    /** The table. */
    TABLE,
    /** A secondary index, whose back-pressure reaches the table. */
    INDEX,
    /** One key range: only its keys wait. */
    KEY_RANGE
  }
}
