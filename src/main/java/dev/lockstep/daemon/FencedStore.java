package dev.lockstep.daemon;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.checkpoint.LeaseKeeper;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Lets writes through only while this process holds the lease: it is asked before each one. A write
 * that may not leave counts as refused, and so is tried again; if the lease comes back nothing was
 * lost, and if it does not the daemon stops.
 */
final class FencedStore implements ItemStore {
  private static final WriteOutcome NO_LEASE =
      new WriteOutcome.Refused("the lease could not be renewed in time");

  private final ItemStore store;
  private final LeaseKeeper lease;

  FencedStore(ItemStore store, LeaseKeeper lease) {
    this.store = store;
    this.lease = lease;
  }

  @Override
  public CompletableFuture<WriteOutcome> write(ItemWrite write) {
    return lease.mayWrite() ? store.write(write) : CompletableFuture.completedFuture(NO_LEASE);
  }

  @Override
  public CompletableFuture<List<WriteOutcome>> putAll(List<ItemWrite.Put> puts) {
    return lease.mayWrite()
        ? store.putAll(puts)
        : CompletableFuture.completedFuture(Collections.nCopies(puts.size(), NO_LEASE));
  }

  @Override
  public CompletableFuture<Optional<StoredItem>> read(ItemKey key) {
    return store.read(key);
  }

  @Override
  public void scan(String table, Consumer<StoredItem> consumer) throws InterruptedException {
    store.scan(table, consumer);
  }

  @Override
  public void close() {
    store.close();
  }
}
