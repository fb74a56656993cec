package dev.lockstep.oracle;

import dev.lockstep.change.Change;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Row;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.AppliedChange;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.KeptChanges;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.MappedTransaction;
import dev.lockstep.mapping.Mapper;
import dev.lockstep.mapping.MapperOptions;
import dev.lockstep.mapping.MappingCompiler;
import dev.lockstep.mapping.MappingParser;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.mapping.SilentActions;
import dev.lockstep.rowstore.RowStore;
import dev.lockstep.rowstore.RowView;
import dev.lockstep.rowstore.StoreIdentity;
import dev.lockstep.yaml.Interpolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Netting, row store and mapper as the daemon puts them together, over items in memory. */
final class Pipeline implements AutoCloseable {
  private static final StoreIdentity IDENTITY = new StoreIdentity("oracle", "1", "plan");

  private final MappingPlan plan;
  private final Supplier<Mapper> mappers;
  private final Supplier<Optional<SilentActions>> actions;
  private final Stores stores;
  private final Flaw flaw;
  private final StoredItems target = new StoredItems();
  private final List<BadRow> badRows = new ArrayList<>();
  private final List<ItemKey> written = new ArrayList<>();
  private RowStore store;
  private Mapper mapper;
  private Optional<SilentActions> silent;
  private Netting netting = new Netting();
  private boolean repeating;
  private boolean moved;
  private Version now = new Version(0, 0, 0);

  Pipeline(SchemaModel schema, MappingModel mapping, int sliceItems, Stores stores, Flaw flaw) {
    this.plan =
        MappingCompiler.compile(
            MappingParser.parse(
                "mapping.yaml", flaw.mapping(mapping.toString()), Interpolation.NONE),
            schema.sources());
    MapperOptions options =
        new MapperOptions(
            MapperOptions.DEFAULT_SHOWN_KEYS_LIMIT, sliceItems, MapperOptions.DEFAULT_SLICE_BYTES);
    this.mappers = () -> plan.mapper(options);
    this.actions = () -> plan.silentActions(sliceItems, Long.MAX_VALUE);
    this.silent = actions.get();
    this.stores = stores;
    this.flaw = flaw;
    this.mapper = mappers.get();
    this.store = stores.open();
    store.initialise(IDENTITY, plan.kept());
  }

  MappingPlan plan() {
    return plan;
  }

  Map<ItemKey, Map<String, Value>> items() {
    return target.items();
  }

  /** What could not be mapped since the last time. */
  List<BadRow> takeBadRows() {
    List<BadRow> taken = List.copyOf(badRows);
    badRows.clear();
    return taken;
  }

  /** The keys that were written since the last time, each as often as it was. */
  List<ItemKey> takeWritten() {
    List<ItemKey> taken = List.copyOf(written);
    written.clear();
    return taken;
  }

  /** A slice of the initial load. */
  void load(Transaction slice) throws InterruptedException {
    now = slice.version();
    List<Row> rows = slice.changes().stream().map(change -> ((Change.Read) change).row()).toList();
    store.load(slice.version(), rows);
    if (!rows.isEmpty()) {
      write(mapper.map(netting.net(slice)));
    }
    if (slice.kind() == Transaction.Kind.SNAPSHOT_END) {
      store.markComplete(plan.kept().stream().map(KeptTable::table).toList());
      List<ItemTypePlan> joined = plan.itemTypes().stream().filter(ItemTypePlan::isJoined).toList();
      mapper.buildAll(joined, store, slice, this::write);
    }
  }

  /** A transaction of the stream, or a part of one. */
  void deliver(Transaction transaction) throws InterruptedException {
    deliver(transaction, silent);
  }

  /** A transaction of the stream that must not flow in parts. */
  void deliverWhole(Transaction transaction) throws InterruptedException {
    silent = plan.silentActions(Integer.MAX_VALUE, Long.MAX_VALUE);
    deliver(transaction, silent);
    silent = actions.get();
  }

  private void deliver(Transaction transaction, Optional<SilentActions> silent)
      throws InterruptedException {
    if (silent.isPresent() && flaw.carriesOut() && !transaction.changes().isEmpty()) {
      goBackTo(silent.get().startOf(transaction));
      silent.get().carryOut(transaction, store, this::deliverPart);
    } else {
      deliverPart(transaction);
    }
  }

  private void goBackTo(Version start) {
    if (flaw.goesBack() && store.position().filter(p -> p.isAfter(start)).isPresent()) {
      store.resumeFrom(start);
    }
  }

  private void deliverPart(Transaction transaction) throws InterruptedException {
    NetTransaction net = flaw.net(netting.net(transaction));
    mapper.requireFit(net);
    Version version = transaction.version();
    now = version;
    Version start =
        new Version(
            version.epoch(), version.position(), version.ordinal() - transaction.changes().size());
    goBackTo(start);
    try (RowView before = store.view()) {
      List<AppliedChange> applied = store.apply(version, net.rows(), net.truncated());
      mapper.map(net, flaw.kept(new KeptChanges(applied, before, store)), this::write);
    }
  }

  private void write(MappedTransaction mapped) {
    moved |= !mapped.moves().isEmpty();
    badRows.addAll(mapped.badRows());
    List<ItemWrite> moves = mapped.moves().stream().map(target::complete).toList();
    mapped.truncated().forEach(type -> target.sweep(type::ownsKey, now));
    moves.forEach(this::write);
    mapped.writes().forEach(this::write);
  }

  private void write(ItemWrite write) {
    written.add(write.key());
    if (!flaw.loses(write)) {
      target.write(write, repeating);
    }
  }

  /**
   * The state of the target, for a {@link #crash} later on. Items may have been moved since the
   * last time; these are durable in the order of their moves.
   */
  StoredItems.State state() {
    StoredItems.State state = target.state(moved);
    moved = false;
    return state;
  }

  /** Until told otherwise, what comes may have come before. */
  void repeat(boolean repeats) {
    repeating = repeats;
  }

  /** Nothing up to a version will come again. */
  void checkpoint(Version upTo) {
    store.sync();
    store.purge(upTo);
  }

  /**
   * The process dies, and a new one resumes after a version.
   *
   * @param since the states of the target since then: each item is as in one of them or as now
   */
  void crash(Version checkpoint, List<StoredItems.State> since, Random random) {
    target.crash(since, random);
    netting = new Netting();
    mapper = mappers.get();
    silent = actions.get();
    store = stores.reopen(store);
    store.initialise(IDENTITY, plan.kept());
    if (flaw.goesBack()) {
      store.resumeFrom(SilentActions.endOf(checkpoint, store.position().orElse(checkpoint)));
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
