package dev.lockstep.rowstore;

/**
 * The bounds of a row store. All memory is outside the Java heap.
 *
 * @param memoryBytes block cache, index and filter blocks, and write buffers together; the process
 *     holds up to some 20 MB more for threads and for blocks that are being read or compacted
 * @param writeBufferBytes the part of {@code memoryBytes} that write buffers may take
 * @param openFiles the most files held open
 * @param backgroundThreads threads that flush and compact
 * @param sweptRowsPerPurge the most rows of truncated tables that one {@link RowStore#purge} looks
 *     at, so that emptying a large table does not hold up the stream
 */
public record RowStoreOptions(
    long memoryBytes,
    long writeBufferBytes,
    int openFiles,
    int backgroundThreads,
    int sweptRowsPerPurge) {

  private static final long MEBIBYTE = 1L << 20;

  /**
   * @throws IllegalArgumentException if a bound is not positive or the write buffers leave nothing
   *     for the cache
   */
  public RowStoreOptions {
    if (writeBufferBytes <= 0 || writeBufferBytes >= memoryBytes) {
      throw new IllegalArgumentException(
          "write buffers of " + writeBufferBytes + " bytes in memory of " + memoryBytes);
    }
    if (openFiles <= 0 || backgroundThreads <= 0 || sweptRowsPerPurge <= 0) {
      throw new IllegalArgumentException("bounds must be positive");
    }
  }

  /** 72 MiB of memory, 28 MiB of it for write buffers; 256 files; 2 threads; 10,000 rows. */
  public static RowStoreOptions defaults() {
    return new RowStoreOptions(72 * MEBIBYTE, 28 * MEBIBYTE, 256, 2, 10_000);
  }

  /** These bounds with another memory, of which write buffers may take two fifths. */
  public RowStoreOptions withMemoryBytes(long bytes) {
    return new RowStoreOptions(
        bytes, bytes * 2 / 5, openFiles, backgroundThreads, sweptRowsPerPurge);
  }
}
