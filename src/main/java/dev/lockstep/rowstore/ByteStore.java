package dev.lockstep.rowstore;

/**
 * An ordered map from bytes to bytes per {@link Space}, with atomic batches: all that the row store
 * asks of what lies beneath it. Keys are ordered as unsigned bytes. Reads may run on any thread;
 * batches are committed by one at a time.
 *
 * <p>A crash leaves the effect of the first n committed batches, for an n that covers all that were
 * committed before the last {@link #sync}.
 */
interface ByteStore extends ByteReads, AutoCloseable {

  /** What is there now, to be read later; cheap, but to be closed soon. */
  ByteSnapshot snapshot();

  /** A batch to fill. */
  Batch batch();

  /** Makes all committed batches survive a loss of power. */
  void sync();

  /** Removes everything and gives the space back. */
  void clear();

  /** Sizes and counters. */
  Statistics statistics();

  @Override
  void close();

  /** Writes that take effect together, in the order in which they were added. */
  interface Batch extends AutoCloseable {
    void put(Space space, byte[] key, byte[] value);

    void delete(Space space, byte[] key);

    /** Deletes what has {@code from <= key < to}. */
    void deleteRange(Space space, byte[] from, byte[] to);

    void commit();

    @Override
    void close();
  }

  /**
   * Sizes and counters.
   *
   * @param diskBytes what is on disk, without the log
   * @param memoryBytes caches and write buffers in use, outside the heap
   * @param cacheHits blocks found in the cache since the store was opened
   * @param cacheMisses blocks read from disk since the store was opened
   * @param pendingCompactionBytes what compaction has still to rewrite
   */
  record Statistics(
      long diskBytes,
      long memoryBytes,
      long cacheHits,
      long cacheMisses,
      long pendingCompactionBytes) {}
}
