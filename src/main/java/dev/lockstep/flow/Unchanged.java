package dev.lockstep.flow;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.LongTable;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemKeyHash;
import dev.lockstep.item.ItemWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Spares a load over earlier items the writes that would change nothing: it reads each item before
 * it is written, and remembers, within a bound, which were right already, so that the sweep at the
 * end of the load spares them although their version is older. What lies beyond the bound, cannot
 * be read, is a tombstone, or has no version or a later one, is written with its condition like any
 * other item.
 */
final class Unchanged {
  private static final long OTHER_SEED = 0x6A09E667F3BCC909L;
  private static final long POLL_MILLIS = 20;

  private final ItemStore store;
  private final Applier applier;
  private final boolean active;
  private final int maxReads;
  private final int maxKeys;
  private LongTable keys;
  private volatile long count;
  private boolean lateWritesArePast;

  /**
   * @param active whether the load goes over earlier items; else nothing is read or spared
   * @param maxReads reads under way at once
   * @param maxKeys how many keys are remembered; 32 to 64 bytes each
   */
  Unchanged(ItemStore store, Applier applier, boolean active, int maxReads, int maxKeys) {
    this.store = store;
    this.applier = applier;
    this.active = active;
    this.maxReads = maxReads;
    this.maxKeys = maxKeys;
    this.keys = new LongTable(maxKeys);
  }

  /** The load begins again: what was right then is looked at again. */
  void forget() {
    keys = new LongTable(maxKeys);
    count = 0;
  }

  /** Items that were right already, and whose keys are remembered. Any thread. */
  long count() {
    return count;
  }

  /** Those of a slice's writes that change something, or may. */
  List<ItemWrite> without(List<ItemWrite> writes) throws InterruptedException {
    if (!active) {
      return writes;
    }
    awaitNoLateWrites();
    List<ItemWrite> changing = new ArrayList<>();
    for (int from = 0; from < writes.size(); from += maxReads) {
      addChanging(writes.subList(from, Math.min(writes.size(), from + maxReads)), changing);
    }
    return changing;
  }

  /** A write of the run before that arrives late would make an item wrong that was right. */
  private void awaitNoLateWrites() throws InterruptedException {
    while (!lateWritesArePast) {
      Duration left = applier.state().lateWrites();
      lateWritesArePast = left.isZero();
      if (!lateWritesArePast) {
        Thread.sleep(Math.min(POLL_MILLIS, left.toMillis() + 1));
      }
    }
  }

  private void addChanging(List<ItemWrite> writes, List<ItemWrite> changing) {
    List<CompletableFuture<Boolean>> right = writes.stream().map(this::isRight).toList();
    for (int i = 0; i < writes.size(); i++) {
      ItemWrite write = writes.get(i);
      if (!right.get(i).join() || !remember(write.key())) {
        changing.add(write);
      }
    }
  }

  private CompletableFuture<Boolean> isRight(ItemWrite write) {
    return write instanceof ItemWrite.Put put
        ? store.read(put.key()).handle((stored, failure) -> failure == null && isRight(put, stored))
        : CompletableFuture.completedFuture(false);
  }

  private static boolean isRight(ItemWrite.Put put, Optional<StoredItem> stored) {
    return stored.filter(item -> !item.tombstone() && item.isBefore(put.version())).isPresent()
        && stored.get().item().attributes().equals(put.item().attributes());
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread counts
  private boolean remember(ItemKey key) {
    boolean known = keys.put(ItemKeyHash.of(key), ItemKeyHash.of(key, OTHER_SEED));
    count += known ? 1 : 0;
    return known;
  }

  /** Whether an item was right already. */
  boolean spares(ItemKey key) {
    return active && keys.get(ItemKeyHash.of(key)) == ItemKeyHash.of(key, OTHER_SEED);
  }
}
