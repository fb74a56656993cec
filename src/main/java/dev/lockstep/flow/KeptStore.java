package dev.lockstep.flow;

import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.Mapper;
import dev.lockstep.mapping.RowLookup.KeptRow;
import dev.lockstep.mapping.SilentActions;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.rowstore.RowStore;
import dev.lockstep.rowstore.RowStoreOptions;
import dev.lockstep.rowstore.RowStoreStatistics;
import dev.lockstep.rowstore.RowStores;
import dev.lockstep.rowstore.RowView;
import dev.lockstep.rowstore.StoreIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The row store of a run: whose it is, and how it begins. */
public final class KeptStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeptStore.class);

  private final RowStore store;
  private final StoreIdentity own;
  private final List<KeptTable> tables;
  private volatile boolean closed;
  private volatile @Nullable Thread user;

  /**
   * @param own whose rows this pipeline keeps
   * @param tables what it keeps
   */
  KeptStore(RowStore store, StoreIdentity own, List<KeptTable> tables) {
    this.store = store;
    this.own = own;
    this.tables = List.copyOf(tables);
  }

  /**
   * Opens the rows in a data directory, or makes a place for them.
   *
   * @param own whose rows this pipeline keeps
   * @param tables what it keeps
   */
  public static KeptStore open(
      Path dataDir, RowStoreOptions options, StoreIdentity own, List<KeptTable> tables) {
    return new KeptStore(RowStores.open(dataDir, options), own, tables);
  }

  /**
   * Deletes the rows that a pipeline kept for an earlier mapping; those of another pipeline stay.
   * That they cannot be deleted is told, and stops nobody who needs none.
   *
   * @param own whose rows the pipeline would keep
   */
  public static void discard(Path dataDir, RowStoreOptions options, StoreIdentity own) {
    if (!RowStores.isThere(dataDir)) {
      return;
    }
    try {
      if (isOwn(dataDir, options, own)) {
        RowStores.destroy(dataDir);
        log.info("{}: the rows that an earlier mapping kept are deleted", own.pipeline());
      }
    } catch (LockstepException e) {
      log.warn("{}: rows that nobody needs are not deleted: {}", own.pipeline(), e.problem());
    }
  }

  private static boolean isOwn(Path dataDir, RowStoreOptions options, StoreIdentity own) {
    try (KeptStore rows = open(dataDir, options, own, List.of())) {
      return rows.found().filter(own::isOfSamePipeline).isPresent();
    }
  }

  /** The rows themselves. */
  public RowStore rows() {
    return store;
  }

  /** Whose rows were found; empty if the store is new. */
  public Optional<StoreIdentity> found() {
    return store.identity();
  }

  /** Empties the store, for a load. */
  public void startAfresh() {
    if (store.identity().isPresent() || store.position().isPresent()) {
      store.clear();
    }
    store.initialise(own, tables);
  }

  /** Begins with nothing at a checkpoint that was made while no rows were kept. */
  public void startAt(Version checkpoint) {
    startAfresh();
    var unused = store.apply(checkpoint, List.of(), Set.of());
  }

  /**
   * Goes back to the checkpoint that the source resumes from.
   *
   * @throws LockstepException if the store is not the one that this checkpoint was made with
   */
  public void resume(Version checkpoint) {
    store.initialise(own, tables);
    store.resumeFrom(
        store
            .position()
            .map(position -> SilentActions.endOf(checkpoint, position))
            .orElse(checkpoint));
  }

  /** The item that the kept rows make of a root now; empty if they make none, or it is closed. */
  Optional<Item> itemOf(Mapper mapper, ItemTypePlan type, RowKey root) {
    try (RowView view = store.view()) {
      KeptRow row = view.get(root);
      return row == null
          ? Optional.empty()
          : mapper.itemOf(type, row.row(), view).items().stream().findFirst();
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** A thread begins to use the store; while it lives, the store stays open. */
  public void usedBy(Thread thread) {
    user = thread;
  }

  /** The tables of which rows or columns are lacking. */
  public Set<TableId> lacking() {
    return store.incomplete();
  }

  /** All rows of the load are stored. */
  void markComplete() {
    store.markComplete(tables.stream().map(KeptTable::table).toList());
  }

  /** What is kept. */
  public List<KeptTable> tables() {
    return tables;
  }

  /** Sizes and counters; empty once the store is closed. */
  public Optional<RowStoreStatistics> statistics() {
    if (closed) {
      return Optional.empty();
    }
    try {
      return Optional.of(store.statistics());
    } catch (IllegalStateException | LockstepException e) {
      // Closed or broken since: that is told elsewhere, and must not keep the status from telling.
      return Optional.empty();
    }
  }

  /** Closes the store, unless the thread that uses it did not end when it was told to. */
  @Override
  public void close() {
    Thread using = user;
    if (using == null || !using.isAlive()) {
      closed = true;
      store.close();
    }
  }
}
