package dev.lockstep.rowstore;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;

/** Reads of RocksDB, of its present state or of an earlier one. */
abstract class RocksReads implements ByteReads {
  private final RocksAccess access;

  RocksReads(RocksAccess access) {
    this.access = access;
  }

  /**
   * What says which state is read.
   *
   * @throws IllegalStateException if that cannot be read in this database any more
   */
  abstract ReadOptions state(RocksDatabase open);

  @Override
  public final byte @Nullable [] get(Space space, byte[] key) {
    return access.calling(open -> open.database().get(open.family(space), state(open), key));
  }

  @Override
  public final List<byte @Nullable []> getAll(Space space, List<byte[]> keys) {
    return access.calling(open -> open.getAll(state(open), space, keys));
  }

  @Override
  public final Cursor scan(Space space, byte[] from, byte[] to) {
    return cursor(space, from, to, true);
  }

  @Override
  public final Cursor scanBack(Space space, byte[] from, byte[] to) {
    return cursor(space, from, to, false);
  }

  private Cursor cursor(Space space, byte[] from, byte[] to, boolean ascending) {
    return access.calling(
        open ->
            new RocksCursor(
                access, open, new ReadOptions(state(open)), space, from, to, ascending));
  }
}
