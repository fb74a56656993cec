package dev.lockstep.metrics;

/** What is read of a row store whenever somebody looks at the metrics; cheap, from any thread. */
public interface RowStoreReadings {

  /**
   * Rows kept of a table.
   *
   * @param table {@code schema.table}
   */
  double rows(String table);

  /** Size of the files. */
  double diskBytes();

  /** Size of caches and write buffers, outside the Java heap. */
  double memoryBytes();

  /** What compaction has still to rewrite. */
  double pendingCompactionBytes();

  /** Blocks found in the cache since the start. */
  double cacheHits();

  /** Blocks read from disk since the start. */
  double cacheMisses();
}
