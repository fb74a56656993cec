package dev.lockstep.checkpoint;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Version;

/**
 * What a restart resumes from: everything up to here is acknowledged by the target.
 *
 * @param position where the source resumes
 * @param version of the newest transaction that is covered
 * @param commitMicros commit time of that transaction, microseconds since the epoch
 */
public record Checkpoint(SourcePosition position, Version version, long commitMicros) {}
