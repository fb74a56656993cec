package dev.lockstep.simulation;

import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The store, with a check at every change of an item. */
final class WatchedServer implements FaultyStore.Server {
  private final InMemoryItemStore items = new InMemoryItemStore(Workload.TABLE_A, Workload.TABLE_B);
  private final Workload workload;
  private final IntSupplier sent;
  private final boolean unconditionalPuts;
  private final List<String> violations = new ArrayList<>();
  private int checkpoint = -1;

  /**
   * @param sent the newest transaction that may have been sent
   */
  WatchedServer(Workload workload, IntSupplier sent, boolean unconditionalPuts) {
    this.workload = workload;
    this.sent = sent;
    this.unconditionalPuts = unconditionalPuts;
  }

  @Override
  public InMemoryItemStore items() {
    return items;
  }

  @Override
  public WriteOutcome write(ItemWrite write) {
    if (unconditionalPuts && write instanceof ItemWrite.Put put) {
      return putAll(List.of(put)).get(0);
    }
    Optional<StoredItem> before = stored(write.key());
    WriteOutcome outcome = items.attempt(write);
    check(write, before);
    return outcome;
  }

  @Override
  public List<WriteOutcome> putAll(List<ItemWrite.Put> puts) {
    List<Optional<StoredItem>> before = puts.stream().map(put -> stored(put.key())).toList();
    List<WriteOutcome> outcomes = items.attemptAll(puts);
    for (int i = 0; i < puts.size(); i++) {
      check(puts.get(i), before.get(i));
    }
    return outcomes;
  }

  private void check(ItemWrite write, Optional<StoredItem> before) {
    Optional<StoredItem> after = stored(write.key());
    if (before.equals(after)) {
      return;
    }
    if (isBehind(write)) {
      violations.add(write + " took effect behind the checkpoint " + checkpoint);
    }
    if (before.isPresent() && after.isPresent() && version(before).isAfter(version(after))) {
      violations.add(write + " made the version fall from " + version(before));
    }
  }

  private boolean isBehind(ItemWrite write) {
    return checkpoint >= 0
        && !write.version().isAfter(workload.through(checkpoint))
        && !isOpen(write.key());
  }

  /**
   * Whether a write of this key that was sent before is still to be settled: then it is repeated
   * whatever happens, and until then a late first copy of it may uncover an older state. (A late
   * delete or burial can remove what a repetition has just set again; an older write that is late
   * too then takes effect, until the repetition arrives at the delete.)
   */
  private boolean isOpen(ItemKey key) {
    return workload.touches(key, checkpoint + 1, sent.getAsInt());
  }

  private static Version version(Optional<StoredItem> item) {
    return Version.parse(item.orElseThrow().version()).orElseThrow();
  }

  private Optional<StoredItem> stored(ItemKey key) {
    return items.read(key).join();
  }

  /** The checkpoint is now after this transaction: what it covers has to stand in the store. */
  void checkpoint(int transaction) {
    checkpoint = transaction;
    for (ItemKey key : workload.keys()) {
      Optional<Map<String, Value>> content = stored(key).map(stored -> stored.item().attributes());
      boolean stands = content.equals(Optional.ofNullable(workload.state(transaction).get(key)));
      if (!stands && !isOpen(key)) {
        violations.add(key + " is " + stored(key) + ", but the checkpoint is " + transaction);
      }
    }
  }

  List<String> violations() {
    return violations;
  }
}
