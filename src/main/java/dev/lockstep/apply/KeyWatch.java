package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Some keys, and which of them the applier was given a write for. Thread-safe. */
public final class KeyWatch implements AutoCloseable {
  private final Collection<KeyWatch> open;
  private final Set<ItemKey> keys;
  private final Set<ItemKey> touched = ConcurrentHashMap.newKeySet();

  KeyWatch(Collection<KeyWatch> open, Collection<ItemKey> keys) {
    this.open = open;
    this.keys = Set.copyOf(keys);
  }

  void given(List<ItemWrite> writes) {
    for (ItemWrite write : writes) {
      if (keys.contains(write.key())) {
        touched.add(write.key());
      }
    }
  }

  /** Whether a write of the key was submitted since the watch began. */
  public boolean touched(ItemKey key) {
    return touched.contains(key);
  }

  @Override
  public void close() {
    open.remove(this);
  }
}
