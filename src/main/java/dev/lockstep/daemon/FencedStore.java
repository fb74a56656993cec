package dev.lockstep.daemon;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Lets writes through only while this process holds the lease, and the target has not taken over:
 * both are asked before each one. A write that may not leave counts as refused, and so is tried
 * again; if the lease comes back nothing was lost, and if it does not the daemon stops.
 */
final class FencedStore implements ItemStore {
  private static final WriteOutcome NO_LEASE =
      new WriteOutcome.Refused(
          "the lease could not be renewed in time, or the target has taken over");

  private final ItemStore store;
  private final BooleanSupplier mayWrite;
  private final Seal seal;

  /**
   * @param mayWrite whether the lease is held and the target has not taken over
   */
  FencedStore(ItemStore store, BooleanSupplier mayWrite, Seal seal) {
    this.store = store;
    this.mayWrite = mayWrite;
    this.seal = seal;
  }

  @Override
  public CompletableFuture<WriteOutcome> write(ItemWrite write) {
    if (!mayWrite.getAsBoolean()) {
      return CompletableFuture.completedFuture(NO_LEASE);
    }
    CompletableFuture<WriteOutcome> outcome = store.write(write);
    return seal.isHealing() ? outcome.thenApply(what -> passedOver(write, what)) : outcome;
  }

  /**
   * What a stranger has deleted or written stands in the way of a write: it will be repaired, with
   * what this write brings, so the write counts as done.
   */
  private static WriteOutcome passedOver(ItemWrite write, WriteOutcome outcome) {
    if (!(outcome instanceof WriteOutcome.Superseded superseded)
        || write instanceof ItemWrite.Bury
        || isBeaten(write, superseded)) {
      return outcome;
    }
    return new WriteOutcome.Superseded(write.version().toDecimal(), superseded.units());
  }

  private static boolean isBeaten(ItemWrite write, WriteOutcome.Superseded superseded) {
    return Version.parse(superseded.stored())
        .filter(stored -> !write.version().isAfter(stored))
        .isPresent();
  }

  @Override
  public CompletableFuture<List<WriteOutcome>> putAll(List<ItemWrite.Put> puts) {
    return mayWrite.getAsBoolean()
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
