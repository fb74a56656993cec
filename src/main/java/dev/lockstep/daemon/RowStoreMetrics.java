package dev.lockstep.daemon;

import dev.lockstep.flow.KeptStore;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.metrics.RowStoreReadings;
import dev.lockstep.rowstore.RowStoreStatistics;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The sizes and counters of a row store as metrics; NaN once it is closed. */
final class RowStoreMetrics implements RowStoreReadings {
  private final KeptStore store;

  private RowStoreMetrics(KeptStore store) {
    this.store = store;
  }

  static void publish(KeptStore store, Metrics metrics) {
    metrics.watchRowStore(
        new RowStoreMetrics(store),
        store.tables().stream().map(table -> table.table().toString()).toList());
  }

  private double read(ToLongFunction<RowStoreStatistics> what) {
    return store
        .statistics()
        .map(statistics -> (double) what.applyAsLong(statistics))
        .orElse(Double.NaN);
  }

  @Override
  public double rows(String table) {
    return read(statistics -> byName(statistics).getOrDefault(table, 0L));
  }

  private static Map<String, Long> byName(RowStoreStatistics statistics) {
    return statistics.rows().entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().toString(), Entry::getValue));
  }

  @Override
  public double diskBytes() {
    return read(RowStoreStatistics::diskBytes);
  }

  @Override
  public double memoryBytes() {
    return read(RowStoreStatistics::memoryBytes);
  }

  @Override
  public double pendingCompactionBytes() {
    return read(RowStoreStatistics::pendingCompactionBytes);
  }

  @Override
  public double cacheHits() {
    return read(RowStoreStatistics::cacheHits);
  }

  @Override
  public double cacheMisses() {
    return read(RowStoreStatistics::cacheMisses);
  }
}
