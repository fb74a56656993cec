package dev.lockstep.flow;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.letters.DeadLetters;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step from loading to streaming: every item of the load is written, and what an earlier load
 * left behind and this one did not write is deleted. Only then may the checkpoint be stored.
 */
final class LoadEnd {
  private static final Logger log = LoggerFactory.getLogger(LoadEnd.class);

  private final List<TableSpec> tables;
  private final Applier applier;
  private final Sweep sweep;
  private final DeadLetters letters;
  private final LoadProgress progress;
  private final LoadPlan load;
  private final Unchanged unchanged;
  private final Consumer<Version> whenLoaded;
  private @Nullable Version snapshot;
  private boolean begunAgain;

  /**
   * @param whenLoaded told the version of all that was loaded
   */
  LoadEnd(
      List<TableSpec> tables,
      Applier applier,
      Sweep sweep,
      DeadLetters letters,
      LoadProgress progress,
      LoadPlan load,
      Unchanged unchanged,
      Consumer<Version> whenLoaded) {
    this.tables = tables;
    this.applier = applier;
    this.sweep = sweep;
    this.letters = letters;
    this.progress = progress;
    this.load = load;
    this.unchanged = unchanged;
    this.whenLoaded = whenLoaded;
  }

  /**
   * A slice of a snapshot follows. When it is another snapshot than before, the source has begun
   * the load again: what the first one wrote may be stale or an orphan, and goes item by item.
   *
   * @return whether it is the first slice of a snapshot
   */
  boolean begins(Version version) throws InterruptedException {
    if (version.equals(snapshot)) {
      return false;
    }
    if (snapshot != null) {
      log.warn("The source begins the load again");
      begunAgain = true;
      progress.begin();
      unchanged.forget();
      applier.endLoad();
      applier.beginLoad(false);
    }
    snapshot = version;
    return true;
  }

  void reached(Transaction end, TransactionAck ack) throws InterruptedException {
    applier.endLoad();
    letters.closeBefore(end.version(), letter -> true, ack::share);
    if (load.overEarlierItems() || begunAgain) {
      sweepOrphans(end, ack);
    }
    applier.drain();
    progress.finish();
    log.info("The load is complete: {} rows", progress.total());
    if (load.compares()) {
      log.info("{} items were right already and were not written", unchanged.count());
    }
    whenLoaded.accept(end.version());
  }

  private void sweepOrphans(Transaction end, TransactionAck ack) throws InterruptedException {
    Set<ItemKey> stale = letters.staleItems();
    for (TableSpec table : tables) {
      long deleted =
          sweep.delete(
              table.name(),
              stored -> isOrphan(stored, end.version()) && !stale.contains(stored.item().key()),
              end,
              ack);
      if (deleted > 0) {
        log.info("{}: {} items of an earlier load were deleted", table.name(), deleted);
      }
    }
  }

  /** An item without a version is somebody else's, and stays. */
  private boolean isOrphan(StoredItem stored, Version load) {
    return stored.isBefore(load) && !unchanged.spares(stored.item().key());
  }
}
