package dev.lockstep.rowstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** An open database, one column family per {@link Space}, and what must be closed with it. */
final class RocksDatabase {
  private final RocksDB database;
  private final RocksTuning tuning;
  private final Map<Space, ColumnFamilyHandle> families;
  private final ReadOptions read = new ReadOptions();
  private final WriteOptions write = new WriteOptions();

  private RocksDatabase(
      RocksDB database, RocksTuning tuning, Map<Space, ColumnFamilyHandle> families) {
    this.database = database;
    this.tuning = tuning;
    this.families = families;
  }

  static RocksDatabase open(Path directory, RowStoreOptions bounds) {
    RocksTuning tuning = new RocksTuning(bounds);
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB database =
          RocksDB.open(tuning.database(), directory.toString(), tuning.families(), handles);
      return new RocksDatabase(database, tuning, bySpace(handles));
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

  RocksDB database() {
    return database;
  }

  RocksTuning tuning() {
    return tuning;
  }

  /** What reads of the present state are done with. */
  ReadOptions read() {
    return read;
  }

  WriteOptions write() {
    return write;
  }

  ColumnFamilyHandle family(Space space) {
    return Objects.requireNonNull(families.get(space));
  }

  /**
   * The values of keys. The library's answer for many keys does not tell a failed read from a key
   * that is not there, so these are asked for again one by one.
   */
  List<byte @Nullable []> getAll(ReadOptions options, Space space, List<byte[]> keys)
      throws RocksDBException {
    ColumnFamilyHandle family = family(space);
    List<byte @Nullable []> values =
        keys.size() < 2
            ? Arrays.asList(new byte @Nullable [keys.size()][])
            : database.multiGetAsList(options, Collections.nCopies(keys.size(), family), keys);
    for (int i = 0; i < keys.size(); i++) {
      if (values.get(i) == null) {
        values.set(i, database.get(family, options, keys.get(i)));
      }
    }
    return values;
  }

  /** The sum of a property over all families. */
  long sum(String property) throws RocksDBException {
    return database.getAggregatedLongProperty(property);
  }

  void close() {
    families.values().forEach(ColumnFamilyHandle::close);
    read.close();
    write.close();
    database.close();
    tuning.close();
  }
}
