package dev.lockstep.apply;

import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Port: many items read at once, for whoever looks at all of them. Reads change nothing, so an
 * attempt that failed for a while may always be made again. Thread-safe. Every implementation
 * passes {@code ItemReadsContract}.
 *
 * <p>Every call is one attempt and does not block. It completes exceptionally with {@link
 * dev.lockstep.problem.LockstepException} where another attempt would be in vain.
 */
public interface ItemReads extends AutoCloseable {

  /** The most keys that {@link #read} takes. */
  int MAX_BATCH = 100;

  /**
   * The items with some keys, tombstones included.
   *
   * @param keys at most {@link #MAX_BATCH}, none twice, all of one table
   * @param consistent whether all that was written before is seen, for twice the read units
   */
  CompletableFuture<Answer<Batch>> read(List<ItemKey> keys, boolean consistent);

  /**
   * A page of the keys of a part of a table, in no order, with the version of each item and whether
   * it is a tombstone. Sees all that was written before the call.
   *
   * @param segment which part, from 0 on
   * @param segments how many parts there are
   * @param after where the page before ended; null for the beginning
   */
  CompletableFuture<Answer<Page>> keys(
      String table, int segment, int segments, @Nullable ItemKey after);

  @Override
  void close();

  /** What came of an attempt. */
  sealed interface Answer<T> {
    /** It has succeeded. */
    record Given<T>(T result) implements Answer<T> {}

    /**
     * It may succeed later.
     *
     * @param reason why not now: no capacity, no answer
     * @param throttled whether capacity was wanting
     */
    record TryAgain<T>(String reason, boolean throttled) implements Answer<T> {}
  }

  /**
   * An item as it is stored.
   *
   * @param item key and content without bookkeeping; only the key where just keys were asked for
   * @param version what stands in {@code _v}, whatever it is; absent if nothing does
   * @param tombstone whether the item only holds the place of a deleted one
   */
  record Found(Item item, @Nullable Value version, boolean tombstone) {}

  /**
   * What a batch gave.
   *
   * @param found the items that are there
   * @param unprocessed keys that have to be asked for again
   * @param units read units consumed
   */
  record Batch(List<Found> found, List<ItemKey> unprocessed, double units) {}

  /**
   * A page of keys.
   *
   * @param found those of the page; there may be none though more pages follow
   * @param next where the next page begins; absent after the last one
   * @param units read units consumed
   */
  record Page(List<Found> found, @Nullable ItemKey next, double units) {}
}
