package dev.lockstep.source.mysql;

/** What becomes of a statement that adds or removes rows of a mapped table without logging them. */
public enum UnloggedRows {
  /** The pipeline stops: what the target holds can no longer be told from the log. */
  HALT,
  /** It is passed over with a warning: a verification tells which items are no longer right. */
  IGNORE
}
