package dev.lockstep.flow;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Transaction;
import dev.lockstep.item.ItemWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Deletes by scan what no row change names: the items of a truncated table, and those that a
 * repeated load left behind. Everything submitted before is drained first, so that the scan sees
 * it; every delete carries the version of the transaction that it belongs to, so newer items stay.
 */
final class Sweep {
  private static final int CHUNK = 500;

  private final ItemStore store;
  private final Applier applier;

  Sweep(ItemStore store, Applier applier) {
    this.store = store;
    this.applier = applier;
  }

  /**
   * Submits a delete for every item of a table that is to go, tombstones included: one that an
   * earlier attempt at this sweep left behind is buried that way.
   *
   * @return how many
   */
  long delete(String table, Predicate<StoredItem> goes, Transaction cause, TransactionAck ack)
      throws InterruptedException {
    applier.drain();
    Batch batch = new Batch(cause, ack);
    try {
      store.scan(
          table,
          stored -> {
            if (goes.test(stored)) {
              batch.add(stored);
            }
          });
    } catch (Interrupted e) {
      throw e.cause;
    }
    batch.flush();
    return batch.count;
  }

  private final class Batch {
    private final Transaction cause;
    private final TransactionAck ack;
    private List<ItemWrite> writes = new ArrayList<>();
    private long count;

    Batch(Transaction cause, TransactionAck ack) {
      this.cause = cause;
      this.ack = ack;
    }

    void add(StoredItem stored) {
      writes.add(new ItemWrite.Delete(stored.item().key(), cause.version(), cause.commitMicros()));
      count++;
      if (writes.size() == CHUNK) {
        try {
          flush();
        } catch (InterruptedException e) {
          throw new Interrupted(e);
        }
      }
    }

    void flush() throws InterruptedException {
      if (!writes.isEmpty()) {
        applier.submit(writes, ack.share());
        writes = new ArrayList<>();
      }
    }
  }

  /** Carries an interruption through the scan, whose consumer cannot throw it. */
  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient InterruptedException cause;

    Interrupted(InterruptedException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
