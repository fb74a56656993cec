package dev.lockstep.rowstore;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The bytes in memory as they were: what has been overwritten since, laid over what is there now.
 */
final class MemorySnapshot implements ByteSnapshot {
  private final MemoryBytes source;
  private final Map<Space, NavigableMap<byte[], Optional<byte[]>>> overwritten =
      new EnumMap<>(Space.class);
  private boolean closed;

  MemorySnapshot(MemoryBytes source) {
    this.source = source;
    for (Space space : Space.values()) {
      overwritten.put(space, new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
    }
  }

  private NavigableMap<byte[], Optional<byte[]>> overwritten(Space space) {
    NavigableMap<byte[], Optional<byte[]>> found = overwritten.get(space);
    if (closed || found == null) {
      throw new IllegalStateException("the view of the row store is closed");
    }
    return found;
  }

  /** Notes what a key has, if anything, before it is written for the first time since. */
  void keep(Space space, byte[] key, byte @Nullable [] value) {
    overwritten(space).putIfAbsent(key, Optional.ofNullable(value));
  }

  @Override
  public byte @Nullable [] get(Space space, byte[] key) {
    byte[] now = source.get(space, key);
    Optional<byte[]> then = overwritten(space).get(key);
    return then == null ? now : then.orElse(null);
  }

  @Override
  public Cursor scan(Space space, byte[] from, byte[] to) {
    return source.cursor(then(space, from, to));
  }

  @Override
  public Cursor scanBack(Space space, byte[] from, byte[] to) {
    return source.cursor(then(space, from, to).descendingMap());
  }

  private NavigableMap<byte[], byte[]> then(Space space, byte[] from, byte[] to) {
    NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    entries.putAll(source.part(space, from, to));
    overwritten(space)
        .subMap(from, true, to, false)
        .forEach((key, then) -> restore(entries, key, then));
    return entries;
  }

  private static void restore(
      NavigableMap<byte[], byte[]> entries, byte[] key, Optional<byte[]> then) {
    then.ifPresentOrElse(value -> entries.put(key, value), () -> entries.remove(key));
  }

  @Override
  public void close() {
    closed = true;
    source.forget(this);
  }
}
