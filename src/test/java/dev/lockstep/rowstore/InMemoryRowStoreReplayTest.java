package dev.lockstep.rowstore;

class InMemoryRowStoreReplayTest extends RowStoreReplayContract {
  private final MemoryBytes bytes = new MemoryBytes();

  @Override
  RowStore create() {
    return new KeyedRowStore(bytes, RowStoreOptions.defaults());
  }

  @Override
  RowStore reopen(RowStore open) {
    return create();
  }
}
