package dev.lockstep.rowstore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The bytes in memory. */
final class MemoryBytes implements ByteStore {
  private final Map<Space, ConcurrentNavigableMap<byte[], byte[]>> spaces;
  private final List<MemorySnapshot> snapshots = new CopyOnWriteArrayList<>();
  private final LongAdder walked = new LongAdder();

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
    return cursor(part(space, from, to));
  }

  @Override
  public Cursor scanBack(Space space, byte[] from, byte[] to) {
    return cursor(part(space, from, to).descendingMap());
  }

  ConcurrentNavigableMap<byte[], byte[]> part(Space space, byte[] from, byte[] to) {
    return in(space).subMap(from, to);
  }

  /** The entries that all walks so far have gone over. */
  long walked() {
    return walked.sum();
  }

  Cursor cursor(NavigableMap<byte[], byte[]> entries) {
    return new MapCursor(entries.entrySet().iterator());
  }

  @Override
  public ByteSnapshot snapshot() {
    MemorySnapshot snapshot = new MemorySnapshot(this);
    snapshots.add(snapshot);
    return snapshot;
  }

  void forget(MemorySnapshot snapshot) {
    snapshots.remove(snapshot);
  }

  private void write(Space space, byte[] key, byte @Nullable [] value) {
    byte[] before = in(space).get(key);
    snapshots.forEach(snapshot -> snapshot.keep(space, key, before));
    if (value == null) {
      in(space).remove(key);
    } else {
      in(space).put(key, value);
    }
  }

  @Override
  public Batch batch() {
    return new MemoryBatch();
  }

  @Override
  public void sync() {}

  @Override
  public void clear() {
    List.copyOf(snapshots).forEach(MemorySnapshot::close);
    spaces.values().forEach(Map::clear);
  }

  @Override
  public Statistics statistics() {
    return new Statistics(0, 0, 0, 0, 0);
  }

  @Override
  public void close() {
    List.copyOf(snapshots).forEach(MemorySnapshot::close);
  }

  /** Writes that wait for their commit. */
  private final class MemoryBatch implements Batch {
    private final List<Runnable> writes = new ArrayList<>();

    @Override
    public void put(Space space, byte[] key, byte[] value) {
      writes.add(() -> write(space, key, value));
    }

    @Override
    public void delete(Space space, byte[] key) {
      writes.add(() -> write(space, key, null));
    }

    @Override
    public void deleteRange(Space space, byte[] from, byte[] to) {
      writes.add(() -> part(space, from, to).keySet().forEach(key -> write(space, key, null)));
    }

    @Override
    public void commit() {
      writes.forEach(Runnable::run);
    }

    @Override
    public void close() {}
  }

  /** A walk over a part of a map. */
  private final class MapCursor implements Cursor {
    private final Iterator<Map.Entry<byte[], byte[]>> entries;
    private Map.@Nullable Entry<byte[], byte[]> current;

    MapCursor(Iterator<Map.Entry<byte[], byte[]>> entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      current = entries.hasNext() ? entries.next() : null;
      walked.increment();
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
