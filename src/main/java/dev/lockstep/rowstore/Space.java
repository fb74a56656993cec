package dev.lockstep.rowstore;

/** The key spaces of the store; a batch may write to all of them. */
enum Space {
  /** What the store knows about itself: identity, position, tables. */
  META,
  /** Rows by table and primary key; under the bare table number, when the table was truncated. */
  ROWS,
  /** Index entries: index, values, primary key; without content. */
  LINKS,
  /** What stood in {@link #ROWS} before a transaction, by version and row key. */
  HISTORY,
  /** Which entries of {@link #HISTORY} left a tombstone behind. */
  REMOVALS
}
