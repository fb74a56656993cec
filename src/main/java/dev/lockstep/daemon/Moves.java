package dev.lockstep.daemon;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.Move;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Completes the items of rows that got another key in a change that did not send all their values:
 * what is missing is taken from the item under the old key. See docs/adr/0022.
 */
final class Moves {
  private final ItemStore store;
  private final Applier applier;

  Moves(ItemStore store, Applier applier) {
    this.store = store;
    this.applier = applier;
  }

  /**
   * The writes that carry the moves out. All old items are read before any is written, so rows may
   * change places with each other.
   */
  List<ItemWrite> complete(List<Move> moves) throws InterruptedException {
    if (moves.isEmpty()) {
      return List.of();
    }
    applier.drain();
    List<ItemWrite> writes = new ArrayList<>(moves.size());
    for (Move move : moves) {
      writes.add(complete(move));
    }
    return writes;
  }

  /** An old item that is gone or newer says that this is a repeat: the new item was written. */
  private ItemWrite complete(Move move) {
    return read(move.from())
        .filter(old -> isOlder(old, move.patch().version()))
        .<ItemWrite>map(old -> whole(move.patch(), old.item()))
        .orElse(move.patch());
  }

  private static boolean isOlder(StoredItem old, Version version) {
    return !old.tombstone() && Version.parse(old.version()).map(version::isAfter).orElse(false);
  }

  private static ItemWrite.Put whole(ItemWrite.Patch patch, Item old) {
    Map<String, Value> attributes = new HashMap<>(old.attributes());
    attributes.keySet().removeAll(patch.remove());
    attributes.putAll(patch.set());
    return new ItemWrite.Put(
        new Item(patch.key(), attributes), patch.version(), patch.commitMicros());
  }

  private Optional<StoredItem> read(ItemKey key) {
    try {
      return store.read(key).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LockstepException problem) {
        throw problem;
      }
      throw new LockstepException(
          Problem.error(
              Category.TARGET,
              "ITEM-UNREADABLE",
              "the item of a row that got another key cannot be read: " + e.getMessage(),
              key.toString(),
              "See to it that DynamoDB answers, and start again: nothing is lost."),
          e);
    }
  }
}
