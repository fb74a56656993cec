package dev.lockstep.rowstore;

import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * A snapshot of RocksDB. What is deleted or compacted later stays until it is closed. It does not
 * keep the database open: a snapshot that outlives it refuses to be read, and has then nothing to
 * give back.
 */
final class RocksSnapshot extends RocksReads implements ByteSnapshot {
  private final RocksAccess access;
  private final RocksDatabase source;
  private final Snapshot snapshot;
  private final ReadOptions read;
  private boolean closed;

  RocksSnapshot(RocksAccess access, RocksDatabase source) {
    super(access);
    this.access = access;
    this.source = source;
    this.snapshot = source.database().getSnapshot();
    this.read = new ReadOptions().setSnapshot(snapshot);
  }

  @Override
  ReadOptions state(RocksDatabase open) {
    if (closed) {
      throw new IllegalStateException("the view of the row store is closed");
    }
    if (open != source) {
      throw new IllegalStateException("the row store was cleared since the view was taken");
    }
    return read;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      read.close();
      access.whileOpen(source, open -> open.database().releaseSnapshot(snapshot));
    }
  }
}
