package dev.lockstep.cutover;

import java.util.Locale;

/** How much is compared before a cutover is recorded. */
public enum VerifyScope {
  /** Some items of each type. */
  SAMPLE,
  /** All items. */
  FULL,
  /** Items that were changed since the last clean verification. */
  CHANGED_SINCE_LAST_VERIFY;

  /** As people write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
