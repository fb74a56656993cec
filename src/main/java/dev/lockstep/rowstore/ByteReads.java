package dev.lockstep.rowstore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads of an ordered map from bytes to bytes. Keys are ordered as unsigned bytes. */
interface ByteReads {

  /** The value of a key, or null. */
  byte @Nullable [] get(Space space, byte[] key);

  /** The values of keys, in their order; null for a key that is not there. */
  default List<byte @Nullable []> getAll(Space space, List<byte[]> keys) {
    List<byte @Nullable []> values = new ArrayList<>(keys.size());
    keys.forEach(key -> values.add(get(space, key)));
    return values;
  }

  /** The entries with {@code from <= key < to}, in ascending order, as they are now. */
  Cursor scan(Space space, byte[] from, byte[] to);

  /** The entries with {@code from <= key < to}, in descending order, as they are now. */
  Cursor scanBack(Space space, byte[] from, byte[] to);

  /** A walk over entries; before the first until {@link #next} is called. */
  interface Cursor extends AutoCloseable {

    /** Steps on; false at the end, and from then on. */
    boolean next();

    byte[] key();

    byte[] value();

    @Override
    void close();
  }
}
