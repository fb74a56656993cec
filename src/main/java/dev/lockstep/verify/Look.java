package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.change.Version;
import dev.lockstep.verify.Finding.VersionFault;
import org.jspecify.annotations.Nullable;

/**
 * What was seen at a look at a key.
 *
 * @param suspect whose key
 * @param stored what stands there; null if nothing does
 * @param newest above everything that the source had committed, as decimal digits
 * @param applied whether the pipeline has passed the reading of the rows
 * @param untouched whether the pipeline began no write of the key since before it
 */
record Look(
    Suspect suspect, @Nullable Found stored, String newest, boolean applied, boolean untouched) {

  /** Whether nothing can have happened to the key that is not seen. */
  boolean isFinal() {
    if (!applied) {
      return false;
    }
    if (stored == null || stored.version() == null) {
      return untouched;
    }
    return StoredVersions.isUpTo(stored, suspect.floorVersion())
        || (untouched && fault(null) != null);
  }

  @Nullable VersionFault fault(@Nullable Version loaded) {
    return stored == null
        ? null
        : StoredVersions.fault(stored, loaded == null ? null : loaded.toDecimal(), newest);
  }
}
