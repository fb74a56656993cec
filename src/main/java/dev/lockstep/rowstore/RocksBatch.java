package dev.lockstep.rowstore;

import org.rocksdb.WriteBatch;

/** A batch of RocksDB. */
final class RocksBatch implements ByteStore.Batch {
  private final RocksAccess access;
  private final WriteBatch batch = new WriteBatch();

  RocksBatch(RocksAccess access) {
    this.access = access;
  }

  @Override
  public void put(Space space, byte[] key, byte[] value) {
    access.doing(open -> batch.put(open.family(space), key, value));
  }

  @Override
  public void delete(Space space, byte[] key) {
    access.doing(open -> batch.delete(open.family(space), key));
  }

  @Override
  public void deleteRange(Space space, byte[] from, byte[] to) {
    access.doing(open -> batch.deleteRange(open.family(space), from, to));
  }

  @Override
  public void commit() {
    access.doing(open -> open.database().write(open.write(), batch));
  }

  @Override
  public void close() {
    batch.close();
  }
}
