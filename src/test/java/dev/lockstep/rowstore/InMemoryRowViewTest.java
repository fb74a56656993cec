package dev.lockstep.rowstore;

class InMemoryRowViewTest extends RowViewContract {
  @Override
  RowStore create() {
    return new KeyedRowStore(new MemoryBytes(), new RowStoreOptions(2, 1, 1, 1, 1));
  }
}
