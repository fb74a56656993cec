package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.Version;
import org.jspecify.annotations.Nullable;

/**
 * What the store has under a row key.
 *
 * @param version of the transaction that left this state
 * @param row null for a tombstone
 */
record StoredRow(Version version, @Nullable Row row) {

  /** Whether this is a row that a truncation, if there was one, left alone. */
  boolean isVisible(@Nullable Version truncated) {
    return row != null && (truncated == null || !truncated.isAfter(version));
  }
}
