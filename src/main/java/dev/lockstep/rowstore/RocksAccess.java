package dev.lockstep.rowstore;

import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Guards the use of a database: its native objects must not be used once they are closed, so every
 * use holds a read lock, and opening and closing the write lock.
 */
final class RocksAccess {
  private final Path directory;
  private final RowStoreOptions bounds;
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private @Nullable RocksDatabase opened;

  RocksAccess(Path directory, RowStoreOptions bounds) {
    this.directory = directory;
    this.bounds = bounds;
    this.opened = RocksDatabase.open(directory, bounds);
  }

  /** A use of the open database. */
  interface Call<T extends @Nullable Object> {
    T run(RocksDatabase database) throws RocksDBException;
  }

  /** A use of the open database that returns nothing. */
  interface Action {
    void run(RocksDatabase database) throws RocksDBException;
  }

  /**
   * Uses the database.
   *
   * @throws IllegalStateException if it is closed
   */
  <T extends @Nullable Object> T calling(Call<T> call) {
    use.readLock().lock();
    try {
      return call.run(opened());
    } catch (RocksDBException e) {
      throw RocksProblems.onUse(directory, e);
    } finally {
      use.readLock().unlock();
    }
  }

  void doing(Action action) {
    calling(
        database -> {
          action.run(database);
          return Boolean.TRUE;
        });
  }

  /** Uses a database unless it has been closed, which is not an error. */
  void whileOpen(RocksDatabase database, Action action) {
    use.readLock().lock();
    try {
      if (opened == database) {
        action.run(database);
      }
    } catch (RocksDBException e) {
      throw RocksProblems.onUse(directory, e);
    } finally {
      use.readLock().unlock();
    }
  }

  private RocksDatabase opened() {
    if (opened == null) {
      throw new IllegalStateException("the row store is closed");
    }
    return opened;
  }

  /** Keeps the database open until {@link #release} by the same thread. */
  void hold() {
    use.readLock().lock();
  }

  void release() {
    use.readLock().unlock();
  }

  /** Deletes the files and begins anew. */
  void clear() {
    use.writeLock().lock();
    try {
      opened().close();
      opened = null;
      destroy(directory);
      opened = RocksDatabase.open(directory, bounds);
    } finally {
      use.writeLock().unlock();
    }
  }

  /**
   * Deletes the files of a store that is not open.
   *
   * @throws dev.lockstep.problem.LockstepException if it is open in some process
   */
  static void destroy(Path directory) {
    try (Options options = new Options()) {
      RocksDB.destroyDB(directory.toString(), options);
    } catch (RocksDBException e) {
      throw RocksProblems.onOpen(directory, e);
    }
  }

  /** Writes the rest of the log first, so that a clean stop loses nothing. */
  void close() {
    use.writeLock().lock();
    try {
      if (opened != null) {
        doing(open -> open.database().flushWal(true));
        opened.close();
        opened = null;
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
