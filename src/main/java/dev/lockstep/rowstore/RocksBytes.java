package dev.lockstep.rowstore;

import dev.lockstep.problem.LockstepException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The bytes in a RocksDB, one column family per {@link Space}. Its native objects must not be used
 * once they are closed, so every use holds a read lock, and closing the write lock.
 */
final class RocksBytes implements ByteStore {
  private final Path directory;
  private final RowStoreOptions bounds;
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private @Nullable Opened opened;

  RocksBytes(Path directory, RowStoreOptions bounds) {
    this.directory = directory;
    this.bounds = bounds;
    this.opened = open();
  }

  /** An open database and what must be closed with it. */
  private record Opened(
      RocksDB database,
      RocksTuning tuning,
      Map<Space, ColumnFamilyHandle> families,
      WriteOptions write) {

    ColumnFamilyHandle family(Space space) {
      return Objects.requireNonNull(families.get(space));
    }

    void close() {
      families.values().forEach(ColumnFamilyHandle::close);
      write.close();
      database.close();
      tuning.close();
    }
  }

  private Opened open() {
    RocksTuning tuning = new RocksTuning(bounds);
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB database =
          RocksDB.open(tuning.database(), directory.toString(), tuning.families(), handles);
      return new Opened(database, tuning, bySpace(handles), new WriteOptions());
    } catch (RocksDBException e) {
      tuning.close();
      throw RocksProblems.onOpen(directory, e);
    }
  }

  private static Map<Space, ColumnFamilyHandle> bySpace(List<ColumnFamilyHandle> handles) {
    Map<Space, ColumnFamilyHandle> families = new EnumMap<>(Space.class);
    Iterator<ColumnFamilyHandle> next = handles.iterator();
    for (Space space : Space.values()) {
      families.put(space, next.next());
    }
    return families;
  }

  /**
   * Deletes the files of a store that is not open.
   *
   * @throws LockstepException if it is open in some process
   */
  static void destroy(Path directory) {
    try (Options options = new Options()) {
      RocksDB.destroyDB(directory.toString(), options);
    } catch (RocksDBException e) {
      throw RocksProblems.onOpen(directory, e);
    }
  }

  /** A use of the open database. */
  private interface Call<T extends @Nullable Object> {
    T run(Opened database) throws RocksDBException;
  }

  private <T extends @Nullable Object> T calling(Call<T> call) {
    use.readLock().lock();
    try {
      return call.run(opened());
    } catch (RocksDBException e) {
      throw RocksProblems.onUse(directory, e);
    } finally {
      use.readLock().unlock();
    }
  }

  private Opened opened() {
    if (opened == null) {
      throw new IllegalStateException("the row store is closed");
    }
    return opened;
  }

  /** A use of the open database that returns nothing. */
  private interface Action {
    void run(Opened database) throws RocksDBException;
  }

  private void doing(Action action) {
    calling(
        database -> {
          action.run(database);
          return Boolean.TRUE;
        });
  }

  @Override
  public byte @Nullable [] get(Space space, byte[] key) {
    return calling(open -> open.database().get(open.family(space), key));
  }

  @Override
  public Cursor scan(Space space, byte[] from, byte[] to) {
    return calling(open -> new RocksCursor(open, from, to, space, true));
  }

  @Override
  public Cursor scanBack(Space space, byte[] from, byte[] to) {
    return calling(open -> new RocksCursor(open, from, to, space, false));
  }

  @Override
  public Batch batch() {
    return new RocksBatch();
  }

  @Override
  public void sync() {
    doing(open -> open.database().flushWal(true));
  }

  @Override
  public void clear() {
    use.writeLock().lock();
    try {
      opened().close();
      opened = null;
      destroy(directory);
      opened = open();
    } finally {
      use.writeLock().unlock();
    }
  }

  @Override
  public Statistics statistics() {
    return calling(
        open ->
            new Statistics(
                sum(open, "rocksdb.total-sst-files-size"),
                open.tuning().cache().getUsage(),
                open.tuning().statistics().getTickerCount(TickerType.BLOCK_CACHE_HIT),
                open.tuning().statistics().getTickerCount(TickerType.BLOCK_CACHE_MISS),
                sum(open, "rocksdb.estimate-pending-compaction-bytes")));
  }

  private static long sum(Opened open, String property) throws RocksDBException {
    return open.database().getAggregatedLongProperty(property);
  }

  /** Writes the rest of the log first, so that a clean stop loses nothing. */
  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (opened != null) {
        sync();
        opened.close();
        opened = null;
      }
    } finally {
      use.writeLock().unlock();
    }
  }

  /** A batch of RocksDB. */
  private final class RocksBatch implements Batch {
    private final WriteBatch batch = new WriteBatch();

    @Override
    public void put(Space space, byte[] key, byte[] value) {
      doing(open -> batch.put(open.family(space), key, value));
    }

    @Override
    public void delete(Space space, byte[] key) {
      doing(open -> batch.delete(open.family(space), key));
    }

    @Override
    public void deleteRange(Space space, byte[] from, byte[] to) {
      doing(open -> batch.deleteRange(open.family(space), from, to));
    }

    @Override
    public void commit() {
      doing(open -> open.database().write(open.write(), batch));
    }

    @Override
    public void close() {
      batch.close();
    }
  }

  /** An iterator of RocksDB within bounds. */
  private final class RocksCursor implements Cursor {
    private final List<AbstractNativeReference> owned;
    private final RocksIterator iterator;
    private final boolean ascending;
    private boolean started;

    RocksCursor(Opened open, byte[] from, byte[] to, Space space, boolean ascending) {
      this.ascending = ascending;
      Slice lower = new Slice(from);
      Slice upper = new Slice(to);
      ReadOptions read = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
      this.iterator = open.database().newIterator(open.family(space), read);
      this.owned = List.of(iterator, read, lower, upper);
      use.readLock().lock();
    }

    @Override
    public boolean next() {
      step();
      if (!iterator.isValid()) {
        doing(open -> iterator.status());
        return false;
      }
      return true;
    }

    private void step() {
      if (started && ascending) {
        iterator.next();
      } else if (started) {
        iterator.prev();
      } else if (ascending) {
        iterator.seekToFirst();
      } else {
        iterator.seekToLast();
      }
      started = true;
    }

    @Override
    public byte[] key() {
      return iterator.key();
    }

    @Override
    public byte[] value() {
      return iterator.value();
    }

    @Override
    public void close() {
      owned.forEach(AbstractNativeReference::close);
      use.readLock().unlock();
    }
  }
}
