package dev.lockstep.mapping;

/** What becomes of a NULL in a column. */
enum Nulls {
  /** The item has no such attribute. */
  OMIT,
  /** The attribute is NULL. */
  KEEP
}
