package dev.lockstep.letters;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A store of items that minds refused writes: a part of an item is not added to one that lacks the
 * refused write, and a write that is taken closes the letter of the one that was not before anybody
 * hears of it.
 */
final class GuardedItems implements ItemStore {
  private final ItemStore store;
  private final DeadLetters letters;

  GuardedItems(ItemStore store, DeadLetters letters) {
    this.store = store;
    this.letters = letters;
  }

  @Override
  public CompletableFuture<WriteOutcome> write(ItemWrite write) {
    if (!letters.isRefused(write.key())) {
      return store.write(write);
    }
    if (write instanceof ItemWrite.Patch) {
      return CompletableFuture.completedFuture(
          new WriteOutcome.Rejected(LetterProblems.sentInPart(write.key())));
    }
    return store.write(write).thenCompose(outcome -> closing(write, outcome));
  }

  private CompletableFuture<WriteOutcome> closing(ItemWrite write, WriteOutcome outcome) {
    return standing(write, outcome)
        .map(version -> letters.taken(write.key(), version).thenApply(done -> outcome))
        .orElseGet(() -> CompletableFuture.completedFuture(outcome));
  }

  /** The version that the item has now at least, if that is certain. */
  private static Optional<Version> standing(ItemWrite write, WriteOutcome outcome) {
    if (outcome instanceof WriteOutcome.Applied) {
      return Optional.of(write.version());
    }
    return outcome instanceof WriteOutcome.Superseded superseded
        ? Version.parse(superseded.stored())
        : Optional.empty();
  }

  @Override
  public CompletableFuture<List<WriteOutcome>> putAll(List<ItemWrite.Put> puts) {
    if (puts.stream().noneMatch(put -> letters.isRefused(put.key()))) {
      return store.putAll(puts);
    }
    return store.putAll(puts).thenCompose(outcomes -> closing(puts, outcomes));
  }

  private CompletableFuture<List<WriteOutcome>> closing(
      List<ItemWrite.Put> puts, List<WriteOutcome> outcomes) {
    CompletableFuture<List<WriteOutcome>> all = CompletableFuture.completedFuture(outcomes);
    for (int i = 0; i < puts.size(); i++) {
      CompletableFuture<WriteOutcome> one = closing(puts.get(i), outcomes.get(i));
      all = all.thenCombine(one, (list, closed) -> list);
    }
    return all;
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
