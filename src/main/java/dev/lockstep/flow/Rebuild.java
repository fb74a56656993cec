package dev.lockstep.flow;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Change;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.mapping.MappedSink;
import dev.lockstep.mapping.SilentActions;
import dev.lockstep.source.SourceSnapshot;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings items to a changed mapping while the stream goes on. Transactions up to the version of a
 * snapshot make items of the unchanged types alone. Before the first later one, the tables that are
 * needed are read from the snapshot, all items of the changed types are built, and what is left of
 * the earlier mapping is deleted, all under that version. From then on the whole mapping applies.
 *
 * <p>A source whose connection broke may send transactions from before that again; then all of it
 * is done again in its place, with the same outcome.
 */
final class Rebuild implements Materialiser {
  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

  private final Remap remap;
  private final SourceSnapshot snapshot;
  private final Map<TableId, SourceTable> tables;
  private final int sliceRows;
  private final Makers makers;
  private final Output output;
  private final LoadProgress progress;
  private final Runnable whenDone;
  private final InstantSource clock;
  private boolean done;

  /**
   * Who makes items.
   *
   * @param unchanged of the unchanged types
   * @param rebuilt of the others, in the way of a load
   * @param whole of all types
   */
  record Makers(Rebuildable unchanged, Rebuildable rebuilt, Rebuildable whole) {}

  /**
   * Where items go.
   *
   * @param applier writes them
   * @param writer hands them to it
   * @param sweep deletes what no row names
   * @param letters what was set aside of the earlier mapping, and is of this one
   */
  record Output(Applier applier, SliceWriter writer, Sweep sweep, DeadLetters letters) {}

  /**
   * @param remapping what is to be done, and where in the stream
   * @param tables what they are
   * @param sliceRows how many rows are mapped at once
   * @param whenDone told when the whole mapping applies
   */
  Rebuild(
      Remapping remapping,
      Map<TableId, SourceTable> tables,
      int sliceRows,
      Makers makers,
      Output output,
      LoadProgress progress,
      Runnable whenDone,
      InstantSource clock) {
    this.remap = remapping.remap();
    this.snapshot = remapping.snapshot();
    this.tables = tables;
    this.sliceRows = sliceRows;
    this.makers = makers;
    this.output = output;
    this.progress = progress;
    this.whenDone = whenDone;
    this.clock = clock;
  }

  @Override
  public void before(Transaction transaction, TransactionAck ack) throws InterruptedException {
    boolean later = transaction.version().isAfter(version());
    if (later && !done) {
      run(ack);
    }
    done = later;
  }

  private Version version() {
    return snapshot.version();
  }

  @Override
  public void beginLoad() {
    makers.whole().beginLoad();
  }

  @Override
  public void complete(Transaction transaction, SilentActions.Parts parts)
      throws InterruptedException {
    (done ? makers.whole() : makers.unchanged()).complete(transaction, parts);
  }

  @Override
  public void map(NetTransaction net, MappedSink sink) throws InterruptedException {
    (done ? makers.whole() : makers.unchanged()).map(net, sink);
  }

  @Override
  public void endLoad(Transaction end, MappedSink sink) throws InterruptedException {
    makers.whole().endLoad(end, sink);
  }

  private void run(TransactionAck ack) throws InterruptedException {
    log.info("The stream has reached the changed mapping: its items are built");
    progress.begin();
    makers.rebuilt().goBackTo(version());
    Transaction cause = slice(List.of());
    MappedSink sink = output.writer().of(cause, ack);
    for (TableId table : remap.tablesToRead()) {
      SourceTable described = tables.get(table);
      if (described != null) {
        read(described, sink);
      }
    }
    makers.rebuilt().build(cause, sink);
    output.letters().closeBefore(version(), this::isRenewed, ack::share);
    sweep(cause, ack);
    output.applier().drain();
    progress.finish();
    log.info("All items are as the changed mapping says");
    whenDone.run();
  }

  private boolean goes(StoredItem stored, Set<ItemKey> stale) {
    ItemKey key = stored.item().key();
    return stored.isBefore(version()) && remap.isOrphan(key) && !stale.contains(key);
  }

  private void read(SourceTable table, MappedSink sink) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    snapshot.read(
        table.schema(),
        row -> {
          rows.add(row);
          if (rows.size() == sliceRows) {
            map(rows, sink);
          }
        });
    map(rows, sink);
  }

  private void map(List<Row> rows, MappedSink sink) throws InterruptedException {
    if (!rows.isEmpty()) {
      Transaction slice = slice(rows.stream().<Change>map(Change.Read::new).toList());
      makers.rebuilt().map(new Netting().net(slice), sink);
      progress.read(rows.get(0).table(), rows.size());
      rows.clear();
    }
  }

  private Transaction slice(List<Change> reads) {
    long micros = TimeUnit.MILLISECONDS.toMicros(clock.millis());
    return new Transaction(Transaction.Kind.SNAPSHOT, version(), micros, reads, null, 0);
  }

  /** Whether a letter is of a type that is built anew, or that is gone. */
  private boolean isRenewed(DeadLetter letter) {
    ItemKey item = letter.item();
    return letter.itemType() == null
        ? item != null && remap.isOrphan(item)
        : remap.unchanged().stream().noneMatch(type -> type.name().equals(letter.itemType()));
  }

  private void sweep(Transaction cause, TransactionAck ack) throws InterruptedException {
    Set<ItemKey> stale = output.letters().staleItems();
    for (TableSpec table : remap.tablesToSweep()) {
      long deleted = output.sweep().delete(table.name(), stored -> goes(stored, stale), cause, ack);
      log.info("{}: {} items of the earlier mapping were deleted", table.name(), deleted);
    }
  }
}
