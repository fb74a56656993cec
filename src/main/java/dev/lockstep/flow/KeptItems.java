package dev.lockstep.flow;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.AppliedChange;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.KeptChanges;
import dev.lockstep.mapping.MappedSink;
import dev.lockstep.mapping.Mapper;
import dev.lockstep.mapping.SilentActions;
import dev.lockstep.rowstore.RowView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Items of a plan that keeps rows. A transaction first goes into the row store, then its items are
 * built from the rows as they were before it and as they are now. In a load rows go into the store
 * slice by slice, and the items that are made of several are built when all rows are there.
 */
final class KeptItems implements Rebuildable {
  private final Mapper mapper;
  private final List<ItemTypePlan> joined;
  private final KeptStore store;
  private final LoadProgress load;
  private final FanOut fanOut;
  private final Optional<SilentActions> silent;

  /**
   * @param silent carries out what the source does not log, if it does any of it
   * @param joined the item types that are built when all rows of a load are there
   */
  KeptItems(
      Optional<SilentActions> silent,
      Mapper mapper,
      List<ItemTypePlan> joined,
      KeptStore store,
      LoadProgress load,
      FanOut fanOut) {
    this.silent = silent;
    this.mapper = mapper;
    this.joined = joined;
    this.store = store;
    this.load = load;
    this.fanOut = fanOut;
  }

  @Override
  public void beginLoad() {
    store.startAfresh();
  }

  @Override
  public void complete(Transaction transaction, SilentActions.Parts parts)
      throws InterruptedException {
    boolean mayLack =
        transaction.kind() == Transaction.Kind.STREAM && !transaction.changes().isEmpty();
    if (silent.isPresent() && mayLack) {
      goBackTo(silent.get().startOf(transaction));
      silent.get().carryOut(transaction, store.rows(), parts);
    } else {
      parts.accept(transaction);
    }
  }

  @Override
  public void map(NetTransaction net, MappedSink sink) throws InterruptedException {
    if (net.transaction().kind() != Transaction.Kind.STREAM) {
      load(net, sink);
    } else if (net.transaction().changes().isEmpty()) {
      pass(net.transaction().version());
    } else {
      stream(net, sink);
    }
  }

  /** The slice without rows that ends a load of nothing still says which position was read. */
  private void load(NetTransaction net, MappedSink sink) throws InterruptedException {
    mapper.requireFit(net);
    List<Row> rows = net.rows().stream().map(RowChange::after).filter(Objects::nonNull).toList();
    store.rows().load(net.transaction().version(), rows);
    sink.accept(mapper.map(net));
  }

  /** The store's position must not stay behind a checkpoint, whatever that lies at. */
  private void pass(Version version) {
    if (isNew(version)) {
      var unused = store.rows().apply(version, List.of(), Set.of());
    }
  }

  private boolean isNew(Version version) {
    return store.rows().position().map(version::isAfter).orElse(true);
  }

  private void stream(NetTransaction net, MappedSink sink) throws InterruptedException {
    mapper.requireFit(net);
    Version version = net.transaction().version();
    goBackTo(startOf(net.transaction()));
    try (RowView before = store.rows().view();
        FanOut.Passage passage = fanOut.of(net)) {
      List<AppliedChange> applied = store.rows().apply(version, net.rows(), net.truncated());
      mapper.map(net, new KeptChanges(applied, before, store.rows()), passage.counting(sink));
    }
  }

  /**
   * A redelivery finds what the first delivery found, whatever was applied since and however the
   * transaction was cut then.
   */
  @Override
  public void goBackTo(Version start) {
    if (store.rows().position().filter(position -> position.isAfter(start)).isPresent()) {
      store.rows().resumeFrom(start);
    }
  }

  /** The end of the part before, or just before the whole transaction. */
  private static Version startOf(Transaction transaction) {
    Version version = transaction.version();
    return new Version(
        version.epoch(), version.position(), version.ordinal() - transaction.changes().size());
  }

  @Override
  public void endLoad(Transaction end, MappedSink sink) throws InterruptedException {
    build(end, sink);
    store.markComplete();
  }

  @Override
  public void build(Transaction cause, MappedSink sink) throws InterruptedException {
    for (ItemTypePlan type : joined) {
      mapper.buildAll(
          List.of(type),
          store.rows(),
          cause,
          slice -> {
            sink.accept(slice);
            load.built(type.name(), slice.writes().size());
          });
      load.finishBuilding(type.name());
    }
  }
}
