package dev.lockstep.daemon;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.daemon.PipelineStatus.Load;
import dev.lockstep.daemon.PipelineStatus.LoadedTable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How far the initial load is, table by table. Thread-safe. */
final class LoadProgress {
  private final Map<TableId, Long> estimates = new TreeMap<>();
  private final Map<TableId, LongAdder> rows = new TreeMap<>();
  private volatile boolean begun;
  private volatile boolean done;

  /**
   * @param tables the tables that the mapping reads, with the source's estimates
   */
  LoadProgress(Map<TableId, SourceTable> tables) {
    tables.forEach(
        (id, table) -> {
          estimates.put(id, table.estimatedRows());
          rows.put(id, new LongAdder());
        });
  }

  /** A load begins, or begins again. */
  void begin() {
    rows.values().forEach(LongAdder::reset);
    begun = true;
    done = false;
  }

  void read(TableId table, int count) {
    LongAdder counter = rows.get(table);
    if (counter != null) {
      counter.add(count);
    }
  }

  /** All rows are read and their items written. */
  void finish() {
    done = true;
  }

  long total() {
    return rows.values().stream().mapToLong(LongAdder::sum).sum();
  }

  Load report() {
    if (!begun) {
      return Load.NONE;
    }
    return new Load(
        rows.entrySet().stream()
            .map(
                entry ->
                    new LoadedTable(
                        entry.getKey().toString(),
                        entry.getValue().sum(),
                        estimate(entry.getKey()),
                        done))
            .toList());
  }

  private @Nullable Long estimate(TableId table) {
    Long rowsThere = estimates.get(table);
    return rowsThere == null || rowsThere < 0 ? null : rowsThere;
  }
}
