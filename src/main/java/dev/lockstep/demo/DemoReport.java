package dev.lockstep.demo;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.verify.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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
 * @param examples rows and what became of them
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
   * A row and the item that it became.
   *
   * @param table of the source
   * @param row its columns in their order, as the source shows them; NULL is absent
   * @param item as the target has it
   */
  public record Example(String table, Map<String, String> row, StoredItem item) {}
}
