package dev.lockstep.source.postgres;

import java.util.List;

/**
 * What of a table the change stream does not tell.
 *
 * @param primaryKey columns of the primary key, in its order; empty if there is none
 * @param identityColumns columns that the before images of updates and deletes carry; meaningless
 *     if {@code fullIdentity}
 * @param fullIdentity whether before images carry the whole row (REPLICA IDENTITY FULL)
 * @param keys the unique keys that are enforced at once, row by row: their sets of columns
 */
public record TableShape(
    List<String> primaryKey,
    List<String> identityColumns,
    boolean fullIdentity,
    List<List<String>> keys) {

  /** Whether two rows may share the given key for a while within a transaction. */
  public boolean isDeferrable(List<String> key) {
    return keys.stream().noneMatch(key::containsAll);
  }

  /**
   * Whether changes say which row they mean. Where they do not, PostgreSQL refuses updates and
   * deletes as soon as the table is published.
   */
  public boolean hasIdentity() {
    return fullIdentity || !identityColumns.isEmpty();
  }

  /** Whether before images carry the given columns. */
  public boolean carries(List<String> columns) {
    return fullIdentity || identityColumns.containsAll(columns);
  }
}
