package dev.lockstep.rowstore;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.problem.LockstepException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

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

  @Test
  void aStoreOfAnotherFormatIsRefused() {
    MemoryBytes there = new MemoryBytes();
    try (ByteStore.Batch batch = there.batch()) {
      Meta.putFormat(batch, Meta.FORMAT + 1);
      batch.commit();
    }
    assertThatThrownBy(() -> over(there))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("ROW-STORE-FORMAT")
        .hasMessageContaining("--reload");
  }

  private RowStore over(MemoryBytes there) {
    RowStore store = new KeyedRowStore(there, RowStoreOptions.defaults());
    bytes.put(store, there);
    return store;
  }
}
