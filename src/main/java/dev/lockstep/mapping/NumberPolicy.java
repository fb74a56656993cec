package dev.lockstep.mapping;

/** What becomes of a number that DynamoDB's N cannot hold exactly. */
enum NumberPolicy {
  /** The row is a bad row. */
  REFUSE,
  /** The value becomes text, in that item only. */
  TEXT
}
