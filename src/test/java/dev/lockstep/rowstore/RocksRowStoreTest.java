package dev.lockstep.rowstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.problem.LockstepException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksRowStoreTest extends RowStoreContract {
  @TempDir private Path directory = Path.of("");

  @Override
  RowStore create() {
    return RowStores.open(directory.resolve("contract"), RowStoreOptions.defaults());
  }

  @Override
  RowStore reopen(RowStore open) {
    open.close();
    return create();
  }

  private Path store() {
    return directory.resolve("store");
  }

  private RowStore openShop() {
    RowStore store = RowStores.open(store(), RowStoreOptions.defaults());
    store.initialise(Shop.IDENTITY, Shop.KEPT);
    return store;
  }

  @Test
  void aStoreThatIsOpenIsNotOpenedAgain() {
    try (RowStore store = openShop()) {
      assertThat(store.identity()).isPresent();
      assertThatThrownBy(this::openShop)
          .isInstanceOf(LockstepException.class)
          .hasMessageContaining("DATA-DIR-IN-USE");
      assertThatThrownBy(() -> RowStores.destroy(store()))
          .isInstanceOf(LockstepException.class)
          .hasMessageContaining("DATA-DIR-IN-USE");
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "in the way");
    assertThatThrownBy(() -> RowStores.open(file.resolve("store"), RowStoreOptions.defaults()))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("DATA-DIR-UNUSABLE");
  }

  @Test
  void aDamagedStoreIsRefusedUntilItIsDestroyed() throws IOException {
    openShop().close();
    for (Path manifest : filesNamed("MANIFEST")) {
      overwrite(manifest);
    }
    assertThatThrownBy(this::openShop)
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("ROW-STORE-CORRUPT")
        .hasMessageContaining("--reload");
    RowStores.destroy(store());
    try (RowStore fresh = openShop()) {
      assertThat(fresh.position()).isEmpty();
    }
  }

  @Test
  void aStoreWithAMissingFileIsRefused() throws IOException {
    try (RowStore store = openShop()) {
      for (long id = 0; id < 100_000; id++) {
        store.load(Shop.version(1), List.of(Shop.order(id, "x".repeat(300))));
      }
    }
    for (Path table : filesNamed(".sst")) {
      Files.delete(table);
    }
    assertThatThrownBy(this::openShop)
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("ROW-STORE-CORRUPT");
  }

  @Test
  void aClosedStoreRefusesWork() {
    RowStore store = openShop();
    store.close();
    assertThatThrownBy(() -> store.get(Shop.orderKey(1))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void memoryStaysInItsBoundsWhileAStoreGrows() {
    RowStoreOptions options = RowStoreOptions.defaults().withMemoryBytes(16 << 20);
    try (RowStore store = RowStores.open(store(), options)) {
      store.initialise(Shop.IDENTITY, Shop.KEPT);
      for (long id = 0; id < 200_000; id++) {
        store.apply(
            Shop.version(id),
            List.of(Shop.inserted(Shop.order(id, "x".repeat(200) + id))),
            Set.of());
      }
      RowStoreStatistics statistics = store.statistics();
      assertThat(statistics.memoryBytes()).isBetween(1L, 20L << 20);
      assertThat(statistics.diskBytes()).isPositive();
    }
  }

  private List<Path> filesNamed(String part) throws IOException {
    try (Stream<Path> files = Files.walk(store())) {
      return files.filter(file -> file.getFileName().toString().contains(part)).toList();
    }
  }

  private static void overwrite(Path file) throws IOException {
    try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
      damaged.write(new byte[64]);
    }
  }
}
