package dev.lockstep.rowstore;

/**
 * The bytes as they were at one moment, whatever is written later. Used by one thread at a time.
 * Reads are refused with {@link IllegalStateException} once it, or the store, is closed, or the
 * store was cleared; closing is always allowed, in any order and more than once.
 */
interface ByteSnapshot extends ByteReads, AutoCloseable {

  @Override
  void close();
}
