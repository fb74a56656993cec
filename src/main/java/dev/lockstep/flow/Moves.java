package dev.lockstep.flow;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.Move;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * Brings items to their new keys whose rows moved in a change that did not send all their values:
 * what is missing is taken from the item under the old key. See docs/adr/0022.
 *
 * <p>An old item may be the only copy of a value, so it is neither deleted nor overwritten before
 * the new one is durable: of rows that follow each other ({@code id = id + 1}) the foremost goes
 * first, and the transaction's other writes come after all moves. Rows that change places have no
 * such order; for them a crash in between shows at the repeat, and halts.
 */
final class Moves {
  private final ItemStore store;
  private final Applier applier;
  private final UntilAnswered patience;

  /**
   * @param patience for reads: what is half moved is not given up
   */
  Moves(ItemStore store, Applier applier, UntilAnswered patience) {
    this.store = store;
    this.applier = applier;
    this.patience = patience;
  }

  /** Carries moves out; they are durable when this returns. */
  void carryOut(List<Move> moves, TransactionAck ack) throws InterruptedException {
    if (moves.isEmpty()) {
      return;
    }
    applier.drain();
    Map<ItemKey, Move> byTarget = new LinkedHashMap<>();
    moves.forEach(move -> byTarget.put(move.patch().key(), move));
    Set<ItemKey> sources = moves.stream().map(Move::from).collect(Collectors.toSet());
    List<Move> ready =
        moves.stream().filter(move -> !sources.contains(move.patch().key())).toList();
    while (!ready.isEmpty()) {
      submit(all(ready, this::complete), ack);
      ready.forEach(move -> byTarget.remove(move.patch().key()));
      ready =
          ready.stream().map(move -> byTarget.get(move.from())).filter(Objects::nonNull).toList();
    }
    submit(all(byTarget.values(), this::completeOfCircle), ack);
  }

  private interface Completing {
    ItemWrite of(Move move) throws InterruptedException;
  }

  private static List<ItemWrite> all(Collection<Move> moves, Completing completing)
      throws InterruptedException {
    List<ItemWrite> writes = new ArrayList<>();
    for (Move move : moves) {
      writes.add(completing.of(move));
    }
    return writes;
  }

  private void submit(List<ItemWrite> writes, TransactionAck ack) throws InterruptedException {
    if (!writes.isEmpty()) {
      applier.submit(writes, ack.share());
      applier.drain();
    }
  }

  /** An old item that is gone or newer says that this is a repeat: the new item was written. */
  private ItemWrite complete(Move move) throws InterruptedException {
    return fromOld(move).orElse(move.patch());
  }

  /** Here the old item may have been overwritten before the new one was written. */
  private ItemWrite completeOfCircle(Move move) throws InterruptedException {
    Optional<ItemWrite> whole = fromOld(move);
    if (whole.isPresent()) {
      return whole.get();
    }
    boolean done =
        read(move.patch().key())
            .filter(there -> !there.isBefore(move.patch().version()))
            .isPresent();
    if (!done) {
      throw new LockstepException(incomplete(move));
    }
    return move.patch();
  }

  private Optional<ItemWrite> fromOld(Move move) throws InterruptedException {
    return read(move.from())
        .filter(old -> !old.tombstone() && old.isBefore(move.patch().version()))
        .map(old -> whole(move.patch(), old.item()));
  }

  private static Problem incomplete(Move move) {
    return Problem.error(
        Category.DATA,
        "MOVE-INCOMPLETE",
        "rows changed places in a transaction that did not send all their values, and a stop in"
            + " between left the target without some of them",
        move.patch().key().toString(),
        "Set REPLICA IDENTITY FULL on the table and load again.");
  }

  private static ItemWrite.Put whole(ItemWrite.Patch patch, Item old) {
    Map<String, Value> attributes = new HashMap<>(old.attributes());
    attributes.keySet().removeAll(patch.remove());
    attributes.putAll(patch.set());
    return new ItemWrite.Put(
        new Item(patch.key(), attributes), patch.version(), patch.commitMicros());
  }

  private Optional<StoredItem> read(ItemKey key) throws InterruptedException {
    try {
      return patience.answerTo(() -> store.readNow(key));
    } catch (CompletionException e) {
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
