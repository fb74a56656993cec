package dev.lockstep.apply;

import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Port: where items are kept. Thread-safe. */
public interface ItemStore extends AutoCloseable {

  /** The largest number of items that {@link #putAll} takes. */
  int MAX_BATCH = 25;

  /**
   * One attempt at one conditional write. Completes normally with what became of it, whatever that
   * is; completes exceptionally only on a broken invariant.
   */
  CompletableFuture<WriteOutcome> write(ItemWrite write);

  /**
   * One attempt at writing items without any condition: only for the initial load of an exclusive
   * target. The outcomes stand in the order of the writes.
   *
   * @param puts at most {@link #MAX_BATCH}, no key twice, of one table
   */
  CompletableFuture<List<WriteOutcome>> putAll(List<ItemWrite.Put> puts);

  /** A strongly consistent read; empty if there is no item. Tombstones are returned as such. */
  CompletableFuture<Optional<StoredItem>> read(ItemKey key);

  /**
   * Shows every item of a table, tombstones included, page by page, in no order. Blocks; the
   * consumer's time is back-pressure.
   *
   * @throws dev.lockstep.problem.LockstepException if the table cannot be read
   */
  void scan(String table, Consumer<StoredItem> consumer) throws InterruptedException;

  @Override
  void close();

  /**
   * An item as the store has it.
   *
   * @param item key and content without bookkeeping
   * @param version the number in {@code _v}; absent if a stranger wrote the item
   * @param commitMicros the number in {@code _ts}, or 0
   * @param tombstone whether the item only holds the place of a deleted one
   */
  record StoredItem(Item item, @Nullable String version, long commitMicros, boolean tombstone) {}
}
