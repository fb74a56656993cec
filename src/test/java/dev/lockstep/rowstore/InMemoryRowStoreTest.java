package dev.lockstep.rowstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.problem.LockstepException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

  @Test
  void goingBackALittleWalksOverALittle() {
    MemoryBytes there = new MemoryBytes();
    RowStore store = over(there);
    store.initialise(Shop.IDENTITY, Shop.KEPT);
    for (long i = 1; i <= 5_000; i++) {
      store.apply(Shop.version(i), List.of(Shop.inserted(Shop.order(i, "x"))), Set.of());
    }
    long before = there.walked();
    store.resumeFrom(Shop.version(4_990));
    assertThat(there.walked() - before).isBetween(10L, 20L);
    assertThat(store.get(Shop.orderKey(4_990))).isNotNull();
    assertThat(store.get(Shop.orderKey(4_991))).isNull();
  }

  private RowStore over(MemoryBytes there) {
    RowStore store = new KeyedRowStore(there, RowStoreOptions.defaults());
    bytes.put(store, there);
    return store;
  }
}
