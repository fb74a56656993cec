package dev.lockstep.rowstore;

/** Row stores without a disk, for tests of what is built on them. */
public final class InMemoryRowStores {
  private InMemoryRowStores() {}

  /** A new store with the contract of those on disk. */
  public static RowStore create() {
    return new KeyedRowStore(new MemoryBytes(), RowStoreOptions.defaults());
  }
}
