package dev.lockstep.oracle;

import dev.lockstep.rowstore.InMemoryRowStores;
import dev.lockstep.rowstore.RowStore;
import dev.lockstep.rowstore.RowStoreOptions;
import dev.lockstep.rowstore.RowStores;
import java.nio.file.Path;

/** Where the rows of a pipeline are kept. */
interface Stores {

  /** A new store. */
  RowStore open();

  /** The store as a new process finds it. */
  RowStore reopen(RowStore old);

  /** Without a disk. */
  static Stores inMemory() {
    return new Stores() {
      @Override
      public RowStore open() {
        return InMemoryRowStores.create();
      }

      @Override
      public RowStore reopen(RowStore old) {
        return old;
      }
    };
  }

  /** In an empty folder. */
  static Stores onDisk(Path folder) {
    return new Stores() {
      @Override
      public RowStore open() {
        return RowStores.open(folder, RowStoreOptions.defaults());
      }

      @Override
      public RowStore reopen(RowStore old) {
        old.close();
        return open();
      }
    };
  }
}
