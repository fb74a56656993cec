package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;

/**
 * A place in the source's log.
 *
 * @param position as a version holds it, an unsigned number
 * @param resume how the source is told to go on from there
 */
record Place(long position, SourcePosition resume) {}
