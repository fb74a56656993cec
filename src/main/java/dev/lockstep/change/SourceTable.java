package dev.lockstep.change;

import java.util.List;

/**
 * A table of the source as its catalog describes it.
 *
 * @param schema its shape; {@code keyColumns} is the primary key or the identity that a mapping
 *     names
 * @param estimatedRows the source's own estimate; -1 unknown
 * @param fullBeforeImage whether updates and deletes carry the whole earlier row (REPLICA IDENTITY
 *     FULL; binlog_row_image=FULL)
 * @param toastable columns that an update may leave unsent
 */
public record SourceTable(
    TableSchema schema, long estimatedRows, boolean fullBeforeImage, List<String> toastable) {}
