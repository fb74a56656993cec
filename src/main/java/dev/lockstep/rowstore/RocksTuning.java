package dev.lockstep.rowstore;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksObject;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * How RocksDB is set up, within {@link RowStoreOptions}. Owns the native objects that the options
 * refer to.
 *
 * <p>One cache holds blocks, indexes, filters, and the account of the write buffers, so its
 * capacity is the bound of them all. Indexes and filters are partitioned: of a store of any size
 * only the parts in use are in memory. There are no prefix extractors: what is walked by prefix has
 * prefixes of any length, and a row's own key goes through the whole-key filter.
 */
final class RocksTuning implements AutoCloseable {
  private static final int KIBIBYTE = 1024;
  private static final int MEBIBYTE = 1024 * KIBIBYTE;
  private static final long LOG_BYTES = 64L * MEBIBYTE;
  private static final long FILE_BYTES = 16L * MEBIBYTE;
  private static final double FILTER_BITS = 10;
  private static final int CACHE_SHARD_BITS = 2;
  private static final double INDEX_SHARE_OF_CACHE = 0.4;

  private final List<RocksObject> owned = new ArrayList<>();
  private final Cache cache;
  private final Statistics statistics;
  private final DBOptions database;

  RocksTuning(RowStoreOptions options) {
    cache = own(new LRUCache(options.memoryBytes(), CACHE_SHARD_BITS, false, INDEX_SHARE_OF_CACHE));
    statistics = own(new Statistics());
    statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
    database = own(databaseOptions(options));
  }

  private <T extends RocksObject> T own(T object) {
    owned.add(object);
    return object;
  }

  private DBOptions databaseOptions(RowStoreOptions options) {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setWriteBufferManager(own(new WriteBufferManager(options.writeBufferBytes(), cache)))
        .setMaxBackgroundJobs(options.backgroundThreads())
        .setMaxOpenFiles(options.openFiles())
        .setMaxTotalWalSize(LOG_BYTES)
        // The log is written to the file when a buffer is full and at each sync: one system call
        // for many small transactions.
        .setManualWalFlush(true)
        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
        .setAllowConcurrentMemtableWrite(false)
        .setBytesPerSync(MEBIBYTE)
        .setStatistics(statistics)
        .setStatsDumpPeriodSec(0)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MEBIBYTE)
        .setKeepLogFileNum(2);
  }

  DBOptions database() {
    return database;
  }

  Cache cache() {
    return cache;
  }

  Statistics statistics() {
    return statistics;
  }

  /** One column family per {@link Space}, in its order. */
  List<ColumnFamilyDescriptor> families() {
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    for (Space space : Space.values()) {
      families.add(new ColumnFamilyDescriptor(name(space), own(family(space))));
    }
    return families;
  }

  private static byte[] name(Space space) {
    return space == Space.META
        ? RocksDB.DEFAULT_COLUMN_FAMILY
        : space.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }

  private ColumnFamilyOptions family(Space space) {
    ColumnFamilyOptions options =
        new ColumnFamilyOptions()
            .setTableFormatConfig(tables(space))
            .setWriteBufferSize(writeBufferBytes(space))
            .setTargetFileSizeBase(FILE_BYTES)
            .setCompressionType(compression(space));
    if (space == Space.ROWS) {
      options.setMemtablePrefixBloomSizeRatio(0.05).setMemtableWholeKeyFiltering(true);
    }
    return options;
  }

  /** History is long enough in memory for most of it to be purged before it is written. */
  private static long writeBufferBytes(Space space) {
    return switch (space) {
      case ROWS -> 20L * MEBIBYTE;
      case HISTORY -> 12L * MEBIBYTE;
      case LINKS -> 8L * MEBIBYTE;
      case META, REMOVALS -> MEBIBYTE;
    };
  }

  private static CompressionType compression(Space space) {
    return space == Space.ROWS || space == Space.LINKS
        ? CompressionType.LZ4_COMPRESSION
        : CompressionType.NO_COMPRESSION;
  }

  private BlockBasedTableConfig tables(Space space) {
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setBlockSize(space == Space.ROWS ? 8L * KIBIBYTE : 4L * KIBIBYTE)
        .setFilterPolicy(new BloomFilter(FILTER_BITS))
        .setPartitionFilters(true)
        .setIndexType(IndexType.kTwoLevelIndexSearch)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinTopLevelIndexAndFilter(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }

  @Override
  public void close() {
    for (int i = owned.size() - 1; i >= 0; i--) {
      owned.get(i).close();
    }
  }
}
