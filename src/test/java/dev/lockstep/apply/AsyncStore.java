package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A store of which a test makes its own kind: only writes, singly. */
class AsyncStore implements ItemStore {
  private final Function<ItemWrite, CompletableFuture<WriteOutcome>> answer;

  AsyncStore(Function<ItemWrite, CompletableFuture<WriteOutcome>> answer) {
    this.answer = answer;
  }

  AsyncStore() {
    this(write -> CompletableFuture.completedFuture(new WriteOutcome.Applied(1)));
  }

  @Override
  public CompletableFuture<WriteOutcome> write(ItemWrite write) {
    return answer.apply(write);
  }

  @Override
  public CompletableFuture<List<WriteOutcome>> putAll(List<ItemWrite.Put> puts) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Optional<StoredItem>> read(ItemKey key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void scan(String table, Consumer<StoredItem> consumer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
