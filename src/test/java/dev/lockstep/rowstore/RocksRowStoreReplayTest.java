package dev.lockstep.rowstore;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksRowStoreReplayTest extends RowStoreReplayContract {
  @TempDir private Path directory = Path.of("");

  @Override
  RowStore create() {
    return RowStores.open(directory, RowStoreOptions.defaults());
  }

  @Override
  RowStore reopen(RowStore open) {
    open.close();
    return create();
  }
}
