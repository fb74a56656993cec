package dev.lockstep.metrics;

import java.util.Locale;

/** What writes are counted by; one for each form of {@code item.WriteOutcome}. */
public enum WriteResult {
  /** It took effect. */
  APPLIED,
  /** The same or a newer version stood there. */
  SUPERSEDED,
  /** Refused for want of capacity; tried again. */
  THROTTLED,
  /** Provably not applied; tried again. */
  REFUSED,
  /** Nobody knows; resolved by another attempt. */
  IN_DOUBT,
  /** The store will never take it. */
  REJECTED,
  /** The store takes no writes at all until somebody acts. */
  UNUSABLE;

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
