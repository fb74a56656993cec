package dev.lockstep.draft;

/** How a draft lays items out. */
public enum Style {
  /** All items in one DynamoDB table; what belongs together lies in one partition. */
  SINGLE_TABLE,
  /** A DynamoDB table per entity, with indexes by what its rows reference. */
  TABLE_PER_ENTITY
}
