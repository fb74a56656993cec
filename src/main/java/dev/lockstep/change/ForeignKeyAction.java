package dev.lockstep.change;

import java.util.List;

/**
 * What a source does to the rows that reference another row when that row is deleted or its key
 * changes, without saying so in its log: of such a transaction only the change of the referenced
 * row arrives, and what follows from it has to be carried out from the rows that are kept.
 *
 * <p>NULL in one of the child's columns references nothing (MATCH SIMPLE). Values match as those of
 * row keys do.
 *
 * @param constraint the name of the foreign key, for messages
 * @param child the table that references; may be the parent itself
 * @param childColumns its referencing columns, in the constraint's order; at least one
 * @param parent the table that is referenced
 * @param parentColumns the referenced columns, one for each of {@code childColumns}
 * @param onDelete what happens to the child's rows when the parent's row goes
 * @param onUpdate what happens to them when a referenced value changes
 */
public record ForeignKeyAction(
    String constraint,
    TableId child,
    List<String> childColumns,
    TableId parent,
    List<String> parentColumns,
    Effect onDelete,
    Effect onUpdate) {

  /** What happens to the rows that reference one that changes. */
  public enum Effect {
    /**
     * Nothing, or nothing that is not logged: the source refuses the change, or logs what it does.
     */
    NONE,
    /** They go too, or take the new values over. */
    CASCADE,
    /** All their referencing columns become NULL. */
    SET_NULL
  }

  /**
   * @throws IllegalArgumentException if there are no columns, or not as many of the one table as of
   *     the other
   */
  public ForeignKeyAction {
    childColumns = List.copyOf(childColumns);
    parentColumns = List.copyOf(parentColumns);
    if (childColumns.isEmpty() || childColumns.size() != parentColumns.size()) {
      throw new IllegalArgumentException(
          constraint + " references " + parentColumns + " by " + childColumns);
    }
  }
}
