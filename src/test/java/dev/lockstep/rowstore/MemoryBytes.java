package dev.lockstep.rowstore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The bytes in memory. */
final class MemoryBytes implements ByteStore {
  private final Map<Space, ConcurrentNavigableMap<byte[], byte[]>> spaces;

  MemoryBytes() {
    this.spaces = new EnumMap<>(Space.class);
    for (Space space : Space.values()) {
      spaces.put(space, new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
    }
  }

  private ConcurrentNavigableMap<byte[], byte[]> in(Space space) {
    ConcurrentNavigableMap<byte[], byte[]> found = spaces.get(space);
    if (found == null) {
      throw new IllegalStateException("no space " + space);
    }
    return found;
  }

  @Override
  public byte @Nullable [] get(Space space, byte[] key) {
    return in(space).get(key);
  }

  @Override
  public Cursor scan(Space space, byte[] from, byte[] to) {
    return new MapCursor(in(space).subMap(from, to));
  }

  @Override
  public Cursor scanBack(Space space, byte[] from, byte[] to) {
    return new MapCursor(in(space).subMap(from, to).descendingMap());
  }

  @Override
  public Batch batch() {
    return new MemoryBatch();
  }

  @Override
  public void sync() {}

  @Override
  public void clear() {
    spaces.values().forEach(Map::clear);
  }

  @Override
  public Statistics statistics() {
    return new Statistics(0, 0, 0, 0, 0);
  }

  @Override
  public void close() {}

  /** Writes that wait for their commit. */
  private final class MemoryBatch implements Batch {
    private final List<Runnable> writes = new ArrayList<>();

    @Override
    public void put(Space space, byte[] key, byte[] value) {
      writes.add(() -> in(space).put(key, value));
    }

    @Override
    public void delete(Space space, byte[] key) {
      writes.add(() -> in(space).remove(key));
    }

    @Override
    public void deleteRange(Space space, byte[] from, byte[] to) {
      writes.add(() -> in(space).subMap(from, to).clear());
    }

    @Override
    public void commit() {
      writes.forEach(Runnable::run);
    }

    @Override
    public void close() {}
  }

  /** A walk over a part of a map. */
  private static final class MapCursor implements Cursor {
    private final Iterator<Map.Entry<byte[], byte[]>> entries;
    private Map.@Nullable Entry<byte[], byte[]> current;

    MapCursor(ConcurrentNavigableMap<byte[], byte[]> part) {
      this.entries = part.entrySet().iterator();
    }

    @Override
    public boolean next() {
      current = entries.hasNext() ? entries.next() : null;
      return current != null;
    }

    private Map.Entry<byte[], byte[]> current() {
      if (current == null) {
        throw new IllegalStateException("not on an entry");
      }
      return current;
    }

    @Override
    public byte[] key() {
      return current().getKey();
    }

    @Override
    public byte[] value() {
      return current().getValue();
    }

    @Override
    public void close() {}
  }
}
