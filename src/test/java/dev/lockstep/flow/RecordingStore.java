package dev.lockstep.flow;

import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Items in memory, with a list of the writes that were asked for. */
class RecordingStore implements ItemStore {
  private final InMemoryItemStore items;
  private final Set<ItemKey> refused = ConcurrentHashMap.newKeySet();
  private final List<ItemWrite> writes = Collections.synchronizedList(new ArrayList<>());

  RecordingStore(InMemoryItemStore items) {
    this.items = items;
  }

  InMemoryItemStore items() {
    return items;
  }

  /** From now on, writes of an item are refused for good, or are not any more. */
  void refuse(ItemKey key, boolean refused) {
    if (refused) {
      this.refused.add(key);
    } else {
      this.refused.remove(key);
    }
  }

  private WriteOutcome refusal(ItemKey key) {
    return new WriteOutcome.Rejected(
        Problem.error(Category.TARGET, "WRITE-INVALID", "no", key.toString(), "change it"));
  }

  /** The writes of one kind since the start, in order, batches included. */
  <W extends ItemWrite> List<W> writes(Class<W> kind) {
    return List.copyOf(writes).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  void forgetWrites() {
    writes.clear();
  }

  @Override
  public CompletableFuture<WriteOutcome> write(ItemWrite write) {
    writes.add(write);
    return refused.contains(write.key())
        ? CompletableFuture.completedFuture(refusal(write.key()))
        : items.write(write);
  }

  @Override
  public CompletableFuture<List<WriteOutcome>> putAll(List<ItemWrite.Put> puts) {
    writes.addAll(puts);
    return items.putAll(puts);
  }

  @Override
  public CompletableFuture<Optional<StoredItem>> read(ItemKey key) {
    return items.read(key);
  }

  @Override
  public void scan(String table, Consumer<StoredItem> consumer) throws InterruptedException {
    items.scan(table, consumer);
  }

  @Override
  public void close() {
    items.close();
  }
}
