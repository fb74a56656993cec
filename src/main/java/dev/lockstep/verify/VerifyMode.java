package dev.lockstep.verify;

/** How much a verification looks at, and what it therefore proves. */
public enum VerifyMode {
  /** Which items there are, not what is in them: every expected key against every stored one. */
  COUNTS,
  /** Some rows of every item type, whole; no search for items that should not be there. */
  SAMPLE,
  /** Everything: every item whole, and no item beside them. */
  FULL,
  /** The items with given keys, whole. */
  KEYS,
  /** All that was written or deleted since a full verification that found everything right. */
  CHANGED;

  /** Whether all keys of either side are matched. */
  boolean matchesKeys() {
    return this == FULL || this == COUNTS;
  }
}
