package dev.lockstep.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unit that flows: the changes of one committed source transaction in the order in which they
 * were made, or a part of one that is over the configured size, or a slice of a snapshot. A
 * transaction without changes (heartbeat) only moves the position.
 *
 * @param kind what the changes are
 * @param version of every item state that this transaction leaves behind
 * @param commitMicros commit time of the source transaction, microseconds since the epoch
 * @param changes in order; may be empty
 * @param position where the source resumes once all up to here is acknowledged; absent where it
 *     cannot (parts of a transaction but the last; slices of a snapshot but the last)
 * @param bytes an estimate of the heap that the changes hold
 */
public record Transaction(
    Kind kind,
    Version version,
    long commitMicros,
    List<Change> changes,
    @Nullable SourcePosition position,
    long bytes) {

  /** What the changes of a transaction are. */
  public enum Kind {
    /** Committed changes from the log. */
    STREAM,
    /** Rows that the initial snapshot read; a row comes once. */
    SNAPSHOT,
    /** The last slice of the snapshot; may be empty. All that follows is {@link #STREAM}. */
    SNAPSHOT_END
  }
}
