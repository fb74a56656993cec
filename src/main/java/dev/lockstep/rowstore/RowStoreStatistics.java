package dev.lockstep.rowstore;

import dev.lockstep.change.TableId;
import java.util.Map;

/**
 * Sizes and counters of a row store.
 *
 * @param rows rows per kept table; an estimate where a load was repeated over rows it had already
 *     stored
 * @param diskBytes tables on disk; the log of at most 64 MiB is not counted
 * @param memoryBytes caches and write buffers in use outside the Java heap
 * @param cacheHits blocks found in the cache since the store was opened
 * @param cacheMisses blocks read from disk since the store was opened
 * @param pendingCompactionBytes what compaction has still to rewrite; a lasting rise means that the
 *     disk does not keep up
 */
public record RowStoreStatistics(
    Map<TableId, Long> rows,
    long diskBytes,
    long memoryBytes,
    long cacheHits,
    long cacheMisses,
    long pendingCompactionBytes) {}
