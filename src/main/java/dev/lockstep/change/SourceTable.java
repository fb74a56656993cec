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
 * @param silentActions the foreign keys by which rows of this table, as the referencing one, change
 *     without a word in the source's log; empty where the source logs all that it does (PostgreSQL;
 *     MySQL from 9.6 on). With them the source must send whole earlier rows of the parents
 */
public record SourceTable(
    TableSchema schema,
    long estimatedRows,
    boolean fullBeforeImage,
    List<String> toastable,
    List<ForeignKeyAction> silentActions) {

  /**
   * @throws IllegalArgumentException if an action is not one on rows of this table
   */
  public SourceTable {
    toastable = List.copyOf(toastable);
    silentActions = List.copyOf(silentActions);
    for (ForeignKeyAction action : silentActions) {
      if (!action.child().equals(schema.table())) {
        throw new IllegalArgumentException(action + " changes no rows of " + schema.table());
      }
    }
  }

  /** A table of a source that logs all that it does. */
  public SourceTable(
      TableSchema schema, long estimatedRows, boolean fullBeforeImage, List<String> toastable) {
    this(schema, estimatedRows, fullBeforeImage, toastable, List.of());
  }
}
