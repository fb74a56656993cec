package dev.lockstep.item;

/** The attributes that every item carries beside its content. A mapping cannot use these names. */
public final class Bookkeeping {
  /** N: the {@link dev.lockstep.change.Version} of the state that the item shows. */
  public static final String VERSION = "_v";

  /** N: commit time of that state's source transaction, microseconds since the epoch. */
  public static final String COMMIT_TIME = "_ts";

  /**
   * BOOL true: the item is a tombstone: it holds the place of a deleted item until no late write
   * can arrive any more. Readers treat it as absent.
   */
  public static final String DELETED = "_deleted";

  private Bookkeeping() {}
}
