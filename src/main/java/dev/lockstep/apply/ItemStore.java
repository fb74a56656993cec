package dev.lockstep.apply;

import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.LockstepException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Port: where items are kept. Thread-safe. Every implementation passes {@code ItemStoreContract}.
 *
 * <p>A write is one conditional operation on one item. With {@code #v} the stored version ({@link
 * dev.lockstep.item.Bookkeeping#VERSION}), {@code #d} the tombstone mark ({@link
 * dev.lockstep.item.Bookkeeping#DELETED}) and {@code :v} the version of the write:
 *
 * <table>
 *   <caption>What each write does</caption>
 *   <tr><th>write</th><th>condition</th><th>effect</th></tr>
 *   <tr><td>Put</td><td>{@code attribute_not_exists(#v) OR #v < :v}</td>
 *       <td>replaces the whole item, a tombstone and a stranger's item without a version
 *       included</td></tr>
 *   <tr><td>Patch</td>
 *       <td>{@code attribute_exists(#v) AND #v < :v AND attribute_not_exists(#d)}</td>
 *       <td>sets and removes the named attributes and moves version and commit time; never makes
 *       an item, so that no partial item can come to be</td></tr>
 *   <tr><td>Delete</td><td>{@code attribute_not_exists(#v) OR #v < :v}</td>
 *       <td>removes the item; a missing one counts as removed</td></tr>
 *   <tr><td>Tombstone</td><td>{@code attribute_not_exists(#v) OR #v < :v}</td>
 *       <td>leaves key, version, commit time and {@code #d = true}, nothing else; makes the item if
 *       it is missing</td></tr>
 *   <tr><td>Bury</td><td>{@code #v = :v AND #d = :true}</td><td>removes the item</td></tr>
 * </table>
 *
 * <p>A failed condition is {@link WriteOutcome.Superseded} with the number that stands in {@code
 * #v}, or null if the item is missing or its {@code #v} is not a number. So null means for a Patch
 * "there is no item to patch", for a Bury "the tombstone is gone", and for the other three "a
 * stranger's item stands in the way". A Patch that meets a tombstone is superseded with the
 * tombstone's version, whether that is older or newer.
 */
public interface ItemStore extends AutoCloseable {

  /** The largest number of items that {@link #putAll} takes. */
  int MAX_BATCH = 25;

  /**
   * One attempt at one conditional write. Completes normally with what became of it, whatever that
   * is; completes exceptionally only on a broken invariant. May complete before it returns. Does
   * not block.
   */
  CompletableFuture<WriteOutcome> write(ItemWrite write);

  /**
   * One attempt at writing items without any condition: only for the initial load of an exclusive
   * target. The outcomes stand in the order of the writes.
   *
   * <p>What the store left unprocessed is {@link WriteOutcome.Throttled}. Where the whole batch was
   * turned down and it is not known which item is to blame, all are {@link WriteOutcome.Refused};
   * the caller then writes them singly. Where nobody knows, all are {@link WriteOutcome.InDoubt},
   * and the batch may still arrive later, over newer data.
   *
   * @param puts at most {@link #MAX_BATCH}, no key twice, of one table
   * @throws IllegalArgumentException if the puts are not so
   */
  CompletableFuture<List<WriteOutcome>> putAll(List<ItemWrite.Put> puts);

  /** A strongly consistent read; empty if there is no item. Tombstones are returned as such. */
  CompletableFuture<Optional<StoredItem>> read(ItemKey key);

  /**
   * The same, awaited.
   *
   * @throws LockstepException if the store says why it cannot be read
   * @throws CompletionException on a broken invariant
   */
  default Optional<StoredItem> readNow(ItemKey key) throws InterruptedException {
    try {
      return read(key).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LockstepException problem) {
        throw problem;
      }
      throw new CompletionException(e.getCause());
    }
  }

  /**
   * Shows every item of a table, tombstones included, page by page, in no order. Blocks; the
   * consumer's time is back-pressure.
   *
   * @throws LockstepException if the table cannot be read
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
  record StoredItem(Item item, @Nullable String version, long commitMicros, boolean tombstone) {

    /** Whether its version is before another; an item without a version is before none. */
    public boolean isBefore(Version other) {
      return Version.parse(version).map(other::isAfter).orElse(false);
    }
  }
}
