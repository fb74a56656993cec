package dev.lockstep.rowstore;

import java.util.List;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** An iterator of RocksDB within bounds. Keeps the database open until it is closed. */
final class RocksCursor implements ByteReads.Cursor {
  private final RocksAccess access;
  private final List<AbstractNativeReference> owned;
  private final RocksIterator iterator;
  private final boolean ascending;
  private boolean started;
  private boolean ended;

  /**
   * @param read options to be owned by the cursor, which sets the bounds
   */
  RocksCursor(
      RocksAccess access,
      RocksDatabase open,
      ReadOptions read,
      Space space,
      byte[] from,
      byte[] to,
      boolean ascending) {
    this.access = access;
    this.ascending = ascending;
    Slice lower = new Slice(from);
    Slice upper = new Slice(to);
    read.setIterateLowerBound(lower).setIterateUpperBound(upper);
    this.iterator = open.database().newIterator(open.family(space), read);
    this.owned = List.of(iterator, read, lower, upper);
    access.hold();
  }

  /** Never steps on an iterator that is at its end, which would crash the process. */
  @Override
  public boolean next() {
    if (!ended) {
      step();
      ended = !iterator.isValid();
      if (ended) {
        access.doing(open -> iterator.status());
      }
    }
    return !ended;
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
    access.release();
  }
}
