package dev.lockstep.demo;

import dev.lockstep.apply.ItemStore.StoredItem;
import java.time.Duration;
import java.util.List;

/**
 * What the demo showed.
 *
 * @param seed that decided everything
 * @param rows that the shop started with
 * @param workload what the workload did
 * @param load how long the initial load took
 * @param stream how long the workload ran
 * @param p50Seconds median of the time from commit to acknowledgement
 * @param p99Seconds 99 of 100 changes were acknowledged within this time
 * @param verdict of the comparison of every item with the source
 * @param examples rows and what has become of them
 */
public record DemoReport(
    long seed,
    int rows,
    Workdone workload,
    Duration load,
    Duration stream,
    double p50Seconds,
    double p99Seconds,
    Verdict verdict,
    List<Example> examples) {

  /**
   * What a workload did, in committed row changes.
   *
   * @param keyChanges updates that changed the row's key or its item's
   */
  public record Workdone(
      long transactions, long inserts, long updates, long keyChanges, long deletes) {
    /** All row changes. */
    public long changes() {
      return inserts + updates + keyChanges + deletes;
    }
  }

  /**
   * Rows and the one item that they have become together.
   *
   * @param rows of the source, the item's own row first; no table twice
   * @param item as the target has it
   */
  public record Example(List<SourceRows> rows, StoredItem item) {}

  /**
   * Rows of one table.
   *
   * @param table of the source
   * @param columns that are shown of it
   * @param rows their values as the source shows them, in the order of the columns; NULL is empty
   */
  public record SourceRows(String table, List<String> columns, List<List<String>> rows) {}
}
