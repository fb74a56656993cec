package dev.lockstep.rowstore;

import java.nio.file.Path;
import org.rocksdb.ReadOptions;
import org.rocksdb.TickerType;

/** The bytes in a RocksDB. */
final class RocksBytes extends RocksReads implements ByteStore {
  private final RocksAccess access;

  RocksBytes(Path directory, RowStoreOptions bounds) {
    this(new RocksAccess(directory, bounds));
  }

  private RocksBytes(RocksAccess access) {
    super(access);
    this.access = access;
  }

  @Override
  ReadOptions state(RocksDatabase open) {
    return open.read();
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
