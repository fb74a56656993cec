package dev.lockstep.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the initial load is.
 *
 * @param tables by source table
 * @param items the item types that are built from several rows, in the order of the mapping: one
 *     after the other, when all rows are read
 */
public record LoadReport(List<LoadedTable> tables, List<BuiltItems> items) {
  /** This run does not load. */
  public static final LoadReport NONE = new LoadReport(List.of(), List.of());

  /** Rows read so far, of all tables. */
  public long rows() {
    return tables.stream().mapToLong(LoadedTable::rows).sum();
  }

  /**
   * How far the load of one table is.
   *
   * @param table {@code schema.table} of the source
   * @param rows read so far
   * @param estimated the source's own estimate of all rows; absent when unknown
   * @param done whether all rows are read and their items written
   */
  public record LoadedTable(String table, long rows, @Nullable Long estimated, boolean done) {}

  /**
   * How far the building of one item type is, in a load.
   *
   * @param itemType its name in the mapping
   * @param built items built so far
   * @param roots rows of its root that were read, each of which makes an item at most; absent when
   *     unknown
   * @param done whether all are built
   */
  public record BuiltItems(String itemType, long built, @Nullable Long roots, boolean done) {}
}
