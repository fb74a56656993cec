package dev.lockstep.mapping;

/** How much of its bounds a mapper has in use. Told by the mapper's thread, asked by any. */
public final class MapperUse {
  private volatile int shownKeys;
  private volatile int sliceItems;
  private volatile long sliceBytes;

  MapperUse() {}

  void shown(int keys) {
    shownKeys = keys;
  }

  void slice(int items, long bytes) {
    sliceItems = items;
    sliceBytes = bytes;
  }

  /** Item keys remembered, of the table of which most are: {@link MapperOptions#shownKeysLimit}. */
  public int shownKeys() {
    return shownKeys;
  }

  /** Items made of several rows in the slice under way: {@link MapperOptions#sliceItems}. */
  public int sliceItems() {
    return sliceItems;
  }

  /**
   * The size of those items in bytes, from the hundredth on: {@link MapperOptions#sliceBytes}. So
   * few are not measured.
   */
  public long sliceBytes() {
    return sliceBytes;
  }
}
