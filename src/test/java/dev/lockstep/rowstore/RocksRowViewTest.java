package dev.lockstep.rowstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksRowViewTest extends RowViewContract {
  private static final RowStoreOptions FEW_ROWS_A_SWEEP =
      new RowStoreOptions(16 << 20, 4 << 20, 64, 1, 1);

  @TempDir private Path directory = Path.of("");
  private int stores;

  @Override
  RowStore create() {
    return RowStores.open(directory.resolve("store-" + stores++), FEW_ROWS_A_SWEEP);
  }

  @Test
  void aStoreThatWasClosedUnderAViewCanBeOpenedAgain() {
    Path data = directory.resolve("again");
    for (long number = 0; number < 3; number++) {
      RowStore store = RowStores.open(data, FEW_ROWS_A_SWEEP);
      store.initialise(Shop.IDENTITY, Shop.KEPT);
      store.apply(Shop.version(number), List.of(Shop.inserted(Shop.order(number, "x"))), Set.of());
      RowView view = store.view();
      store.close();
      view.close();
    }
    try (RowStore store = RowStores.open(data, FEW_ROWS_A_SWEEP)) {
      assertThat(store.position()).contains(Shop.version(2));
    }
  }
}
