package dev.lockstep.rowstore;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

class InMemoryRowStoreTest extends RowStoreContract {
  private final Map<RowStore, MemoryBytes> bytes = new HashMap<>();

  @Override
  RowStore create() {
    return over(new MemoryBytes());
  }

  @Override
  RowStore reopen(RowStore open) {
    return over(Objects.requireNonNull(bytes.get(open)));
  }

  private RowStore over(MemoryBytes there) {
    RowStore store = new KeyedRowStore(there, RowStoreOptions.defaults());
    bytes.put(store, there);
    return store;
  }
}
