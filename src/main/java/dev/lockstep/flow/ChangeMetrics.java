package dev.lockstep.flow;

import dev.lockstep.change.Change;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.metrics.ChangeCounters;
import dev.lockstep.metrics.ChangeOp;
import dev.lockstep.metrics.Metrics;
import java.util.HashMap;
import java.util.Map;

/** Counts what the source delivers. For the thread that takes the transactions. */
final class ChangeMetrics {
  private final Metrics metrics;
  private final LoadProgress load;
  private final Map<TableId, ChangeCounters> byTable = new HashMap<>();

  ChangeMetrics(Metrics metrics, LoadProgress load) {
    this.metrics = metrics;
    this.load = load;
  }

  void count(Transaction transaction) {
    metrics.transaction();
    for (Change change : transaction.changes()) {
      byTable
          .computeIfAbsent(change.table(), table -> metrics.changes(table.toString()))
          .add(operation(change));
    }
    if (transaction.kind() != Transaction.Kind.STREAM) {
      countRows(transaction);
    }
  }

  /**
   * The rows of a slice are of one table, but for the last slice of one and the first of another.
   */
  private void countRows(Transaction slice) {
    Map<TableId, Integer> rows = new HashMap<>();
    slice.changes().forEach(change -> rows.merge(change.table(), 1, Integer::sum));
    rows.forEach(
        (table, count) -> {
          load.read(table, count);
          metrics.loadedRows(table.toString(), count);
        });
  }

  private static ChangeOp operation(Change change) {
    if (change instanceof Change.Read) {
      return ChangeOp.READ;
    }
    if (change instanceof Change.Insert) {
      return ChangeOp.INSERT;
    }
    if (change instanceof Change.Update) {
      return ChangeOp.UPDATE;
    }
    return change instanceof Change.Delete ? ChangeOp.DELETE : ChangeOp.TRUNCATE;
  }
}
