package dev.lockstep.rowstore;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * A snapshot of RocksDB. What is deleted or compacted later stays until it is closed. It does not
 * keep the database open: a snapshot that outlives it refuses to be read, and has then nothing to
 * give back.
 */
final class RocksSnapshot implements ByteSnapshot {
  private final RocksAccess access;
  private final RocksDatabase source;
  private final Snapshot snapshot;
  private final ReadOptions read;
  private boolean closed;

  RocksSnapshot(RocksAccess access, RocksDatabase source) {
    this.access = access;
    this.source = source;
    this.snapshot = source.database().getSnapshot();
    this.read = new ReadOptions().setSnapshot(snapshot);
  }

  @Override
  public byte @Nullable [] get(Space space, byte[] key) {
    return access.calling(open -> usable(open).database().get(open.family(space), read, key));
  }

  @Override
  public List<byte @Nullable []> getAll(Space space, List<byte[]> keys) {
    return access.calling(open -> usable(open).getAll(read, space, keys));
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
        open ->
            new RocksCursor(
                access, usable(open), new ReadOptions(read), space, from, to, ascending));
  }

  private RocksDatabase usable(RocksDatabase open) {
    if (closed) {
      throw new IllegalStateException("the view of the row store is closed");
    }
    if (open != source) {
      throw new IllegalStateException("the row store was cleared since the view was taken");
    }
    return open;
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
