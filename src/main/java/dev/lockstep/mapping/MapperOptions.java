package dev.lockstep.mapping;

/**
 * The bounds of what a mapper holds in memory.
 *
 * @param shownKeysLimit how many items of one table's rows are remembered between the parts of a
 *     transaction and between slices, where an item key may change hands; 32 to 64 bytes each
 * @param sliceItems how many items whose content comes from several tables are written at once;
 *     what changes more of them flows in slices
 * @param sliceBytes how large the items of a slice may be together, in bytes as DynamoDB counts
 *     them, before the next one begins
 */
public record MapperOptions(int shownKeysLimit, int sliceItems, long sliceBytes) {
  /** The default of {@code shownKeysLimit}. */
  public static final int DEFAULT_SHOWN_KEYS_LIMIT = 1_000_000;

  /** The default of {@code sliceItems}. */
  public static final int DEFAULT_SLICE_ITEMS = 10_000;

  /** The default of {@code sliceBytes}. */
  public static final long DEFAULT_SLICE_BYTES = 64 * 1024 * 1024;

  /**
   * @throws IllegalArgumentException if a bound is not positive
   */
  public MapperOptions {
    if (shownKeysLimit < 1 || sliceItems < 1 || sliceBytes < 1) {
      throw new IllegalArgumentException("bounds must be positive");
    }
  }

  /** The defaults. */
  public static MapperOptions defaults() {
    return new MapperOptions(DEFAULT_SHOWN_KEYS_LIMIT, DEFAULT_SLICE_ITEMS, DEFAULT_SLICE_BYTES);
  }
}
