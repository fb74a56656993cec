package dev.lockstep.simulation;

import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The store, with a check at every change of an item. */
final class WatchedServer implements FaultyStore.Server {
  private final InMemoryItemStore items = new InMemoryItemStore(Workload.TABLE_A, Workload.TABLE_B);
  private final Workload workload;
  private final boolean unconditionalPuts;
  private final List<String> violations = new ArrayList<>();
  private int checkpoint = -1;

  WatchedServer(Workload workload, boolean unconditionalPuts) {
    this.workload = workload;
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

  /**
   * Whether the checkpoint covers the write and nothing that is still to be settled will replace
   * it. (A late burial may take away the tombstone that a repetition has just set again; then an
   * older write takes effect, until the burial proper finds it and sets the tombstone once more.)
   */
  private boolean isBehind(ItemWrite write) {
    return checkpoint >= 0
        && !write.version().isAfter(workload.through(checkpoint))
        && !workload.touches(write.key(), checkpoint + 1);
  }

  private static Version version(Optional<StoredItem> item) {
    return Version.parse(item.orElseThrow().version()).orElseThrow();
  }

  private Optional<StoredItem> stored(ItemKey key) {
    return items.read(key).join();
  }

  /** The checkpoint is now after this transaction, of those that were sent so far. */
  void checkpoint(int transaction, int sent) {
    for (int i = Math.max(1, checkpoint + 1); i <= transaction; i++) {
      for (ItemWrite write : workload.writes(i)) {
        checkCovered(write, transaction, sent);
      }
    }
    checkpoint = Math.max(checkpoint, transaction);
  }

  /** What the checkpoint covers stands in the store, or something newer does. */
  private void checkCovered(ItemWrite write, int transaction, int sent) {
    Optional<StoredItem> stored = stored(write.key());
    if (stored.isEmpty()) {
      if (!(write instanceof ItemWrite.Delete) && !isDeletedAfter(write, sent)) {
        violations.add(write + " is missing, but the checkpoint is " + transaction);
      }
    } else if (write.version().isAfter(version(stored))) {
      violations.add(write + " is not there, but the checkpoint is " + transaction);
    } else if (stored.get().tombstone() && write.version().equals(version(stored))) {
      violations.add("the tombstone of " + write + " is left behind the checkpoint");
    }
  }

  private boolean isDeletedAfter(ItemWrite write, int sent) {
    for (int i = 1; i <= sent; i++) {
      for (ItemWrite other : workload.writes(i)) {
        if (other instanceof ItemWrite.Delete
            && other.key().equals(write.key())
            && other.version().isAfter(write.version())) {
          return true;
        }
      }
    }
    return false;
  }

  List<String> violations() {
    return violations;
  }
}
