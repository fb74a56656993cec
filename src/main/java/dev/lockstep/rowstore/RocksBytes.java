package dev.lockstep.rowstore;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.TickerType;

/** The bytes in a RocksDB. */
final class RocksBytes implements ByteStore {
  private final RocksAccess access;

  RocksBytes(Path directory, RowStoreOptions bounds) {
    this.access = new RocksAccess(directory, bounds);
  }

  @Override
  public byte @Nullable [] get(Space space, byte[] key) {
    return access.calling(open -> open.database().get(open.family(space), open.read(), key));
  }

  @Override
  public List<byte @Nullable []> getAll(Space space, List<byte[]> keys) {
    return access.calling(open -> open.getAll(open.read(), space, keys));
  }

  @Override
  public Cursor scan(Space space, byte[] from, byte[] to) {
    return cursor(space, from, to, true);
  }

  @Override
  public Cursor scanBack(Space space, byte[] from, byte[] to) {
    return cursor(space, from, to, false);
  }

  private Cursor cursor(Space space, byte[] from, byte[] to, boolean ascending) {
    return access.calling(
        open -> new RocksCursor(access, open, new ReadOptions(), space, from, to, ascending));
  }

  @Override
  public ByteSnapshot snapshot() {
    return access.calling(open -> new RocksSnapshot(access, open));
  }

  @Override
  public Batch batch() {
    return new RocksBatch(access);
  }

  @Override
  public void sync() {
    access.doing(open -> open.database().flushWal(true));
  }

  @Override
  public void clear() {
    access.clear();
  }

  @Override
  public Statistics statistics() {
    return access.calling(
        open ->
            new Statistics(
                open.sum("rocksdb.total-sst-files-size"),
                open.tuning().cache().getUsage(),
                open.tuning().statistics().getTickerCount(TickerType.BLOCK_CACHE_HIT),
                open.tuning().statistics().getTickerCount(TickerType.BLOCK_CACHE_MISS),
                open.sum("rocksdb.estimate-pending-compaction-bytes")));
  }

  @Override
  public void close() {
    access.close();
  }
}
