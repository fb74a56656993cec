package dev.lockstep.change;

/**
 * Where a source resumes from: opaque to all but the source that made it, stored in checkpoints.
 *
 * @param text the source's own form (for Debezium, its offset as JSON)
 */
public record SourcePosition(String text) {}
