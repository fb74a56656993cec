package dev.lockstep.rowstore;

import dev.lockstep.problem.LockstepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;

/** Opens row stores on disk. */
public final class RowStores {
  private static final String ROWS = "rows";

  /** What every database of RocksDB has. */
  private static final String FIRST_FILE = "CURRENT";

  private static final String NATIVE = "native";

  private RowStores() {}

  /**
   * Opens the store of a data directory, or makes a new one. Beside the rows the directory gets the
   * native library, so that daemons that are killed leave no copies in the system's temporary
   * directory.
   *
   * @param dataDirectory made if it does not exist
   * @throws LockstepException with {@code DATA-DIR-IN-USE}, {@code DATA-DIR-UNUSABLE}, {@code
   *     ROW-STORE-CORRUPT}, {@code ROW-STORE-FORMAT} or {@code ROW-STORE-PLATFORM}
   */
  public static RowStore open(Path dataDirectory, RowStoreOptions options) {
    Path rows = prepare(dataDirectory);
    RocksBytes bytes = new RocksBytes(rows, options);
    try {
      return new KeyedRowStore(bytes, options);
    } catch (RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /** Whether a data directory holds a store, damaged or not. */
  public static boolean isThere(Path dataDirectory) {
    return Files.exists(dataDirectory.resolve(ROWS).resolve(FIRST_FILE));
  }

  /**
   * Deletes the store of a data directory, damaged or not, for a reload.
   *
   * @throws LockstepException with {@code DATA-DIR-IN-USE} if it is open
   */
  public static void destroy(Path dataDirectory) {
    RocksAccess.destroy(prepare(dataDirectory));
  }

  private static Path prepare(Path dataDirectory) {
    try {
      Path libraries = Files.createDirectories(dataDirectory.resolve(NATIVE));
      loadLibrary(dataDirectory, libraries);
      return Files.createDirectories(dataDirectory.resolve(ROWS));
    } catch (IOException e) {
      throw new LockstepException(
          StoreProblems.unusable(dataDirectory, String.valueOf(e.getMessage())), e);
    }
  }

  private static void loadLibrary(Path dataDirectory, Path libraries) throws IOException {
    try {
      NativeLibraryLoader.getInstance().loadLibrary(libraries.toString());
    } catch (UnsatisfiedLinkError e) {
      throw new LockstepException(
          StoreProblems.noNativeLibrary(dataDirectory, String.valueOf(e.getMessage())), e);
    }
  }
}
