package dev.lockstep.mapping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Unavailable;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.rowstore.InMemoryRowStores;
import dev.lockstep.rowstore.RowStore;
import dev.lockstep.rowstore.RowView;
import dev.lockstep.rowstore.StoreIdentity;
import dev.lockstep.yaml.Interpolation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source and a target in memory with a mapping between them: rows change as PostgreSQL would
 * change and log them, transactions are netted and mapped, and writes land on items.
 */
final class MappedWorld {
  final SourceTables tables;
  final MappingPlan plan;
  final Map<RowKey, Row> rows = new LinkedHashMap<>();
  final Map<ItemKey, Map<String, Value>> items = new HashMap<>();
  final List<BadRow> badRows = new ArrayList<>();
  final List<ItemWrite> writes = new ArrayList<>();
  final List<Integer> sliceSizes = new ArrayList<>();
  final List<Integer> itemsInUse = new ArrayList<>();
  private final Map<ItemKey, Version> versions = new HashMap<>();
  final Mapper mapper;
  private final Mapper verifying;
  private final Netting netting = new Netting();
  private final Optional<SilentActions> silent;
  private final @Nullable RowStore store;
  private List<Change> open = new ArrayList<>();
  private long position;

  MappedWorld(SourceTables tables, String mapping) {
    this(tables, mapping, MapperOptions.defaults());
  }

  MappedWorld(SourceTables tables, String mapping, MapperOptions options) {
    this(tables, MappingCompiler.compile(parse(mapping), tables.all()), options);
  }

  /** What is not logged flows in parts of as many changes as a slice has items. */
  private MappedWorld(SourceTables tables, MappingPlan plan, MapperOptions options) {
    this(
        tables,
        plan,
        plan.kept(),
        plan.mapper(options),
        plan.silentActions(options.sliceItems(), Long.MAX_VALUE));
  }

  MappedWorld(SourceTables tables, MappingPlan plan, List<KeptTable> kept, Mapper mapper) {
    this(tables, plan, kept, mapper, Optional.empty());
  }

  private MappedWorld(
      SourceTables tables,
      MappingPlan plan,
      List<KeptTable> kept,
      Mapper mapper,
      Optional<SilentActions> silent) {
    this.silent = silent;
    this.tables = tables;
    this.plan = plan;
    this.mapper = mapper;
    this.verifying = plan.mapper();
    this.store = kept.isEmpty() ? null : InMemoryRowStores.create();
    if (store != null) {
      store.initialise(new StoreIdentity("world", "1", "plan"), kept);
    }
  }

  static MappingDefinition parse(String mapping) {
    return MappingParser.parse("mapping.yaml", mapping, Interpolation.NONE);
  }

  /** Rows that the snapshot reads. */
  void load(Collection<Row> loaded) {
    List<Change> reads = new ArrayList<>();
    for (Row row : loaded) {
      rows.put(row.key(), row);
      reads.add(new Change.Read(row));
    }
    position++;
    flowPart(transaction(Transaction.Kind.SNAPSHOT, 0, reads, false));
    flowPart(transaction(Transaction.Kind.SNAPSHOT_END, 0, List.of(), true));
  }

  void insert(Row row) {
    assertThat(rows).as("rows before an insert").doesNotContainKey(row.key());
    rows.put(row.key(), row);
    open.add(new Change.Insert(row));
  }

  /** An update that leaves out the given columns, as PostgreSQL leaves out unchanged TOAST. */
  void update(RowKey key, Row after, Set<String> unsent) {
    Row before = Objects.requireNonNull(rows.remove(key), () -> "no row " + key);
    rows.put(after.key(), after);
    boolean full = isFull(key.table());
    boolean moved = !after.key().equals(key);
    Row sentBefore = full ? before : moved ? keyOnly(before) : null;
    open.add(new Change.Update(sentBefore, without(after, full ? Set.of() : unsent)));
  }

  void delete(RowKey key) {
    Row before = Objects.requireNonNull(rows.remove(key), () -> "no row " + key);
    open.add(new Change.Delete(isFull(key.table()) ? before : keyOnly(before)));
  }

  /** A row goes, and the log does not say so. */
  void deleteUnlogged(RowKey key) {
    Objects.requireNonNull(rows.remove(key), () -> "no row " + key);
  }

  /** A row changes, and the log does not say so. */
  void updateUnlogged(RowKey key, Row after) {
    deleteUnlogged(key);
    rows.put(after.key(), after);
  }

  void truncate(TableId table) {
    rows.keySet().removeIf(key -> key.table().equals(table));
    open.add(new Change.Truncate(table));
  }

  /** Ends the transaction: what changed since the last one is mapped and written. */
  void commit() {
    commit(Integer.MAX_VALUE);
  }

  /** Ends the transaction, which flows in parts. */
  void commit(int partSize) {
    List<Change> changes = open;
    open = new ArrayList<>();
    position++;
    int from = 0;
    do {
      int to = (int) Math.min((long) from + partSize, changes.size());
      boolean last = to == changes.size();
      flow(transaction(Transaction.Kind.STREAM, to, changes.subList(from, to), last));
      from = to;
    } while (from < changes.size());
  }

  private boolean isFull(TableId table) {
    SourceTable source = tables.get(table);
    return source.fullBeforeImage();
  }

  private static Row keyOnly(Row row) {
    Set<String> key = Set.copyOf(row.schema().keyColumns());
    return without(
        row,
        Set.copyOf(
            row.schema().columns().stream()
                .map(c -> c.name())
                .filter(name -> !key.contains(name))
                .toList()));
  }

  private static Row without(Row row, Set<String> columns) {
    @Nullable Object[] values = new Object[row.schema().columns().size()];
    for (int i = 0; i < values.length; i++) {
      boolean left = columns.contains(row.schema().columns().get(i).name());
      values[i] = left ? Unavailable.UNAVAILABLE : row.get(i);
    }
    return new Row(row.schema(), values);
  }

  private Transaction transaction(
      Transaction.Kind kind, long ordinal, List<Change> changes, boolean last) {
    return new Transaction(
        kind,
        new Version(0, position, ordinal),
        position,
        changes,
        last ? new SourcePosition("p" + position) : null,
        0);
  }

  private void flow(Transaction transaction) {
    if (silent.isEmpty()) {
      flowPart(transaction);
      return;
    }
    try {
      silent.get().carryOut(transaction, requireNonNull(store), this::flowPart);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void flowPart(Transaction transaction) {
    List<MappedTransaction> slices = new ArrayList<>();
    try {
      deliver(
          netting.net(transaction),
          slice -> {
            itemsInUse.add(mapper.use().sliceItems());
            slices.add(slice);
          });
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThatNoKeyIsPutAndDeleted(slices);
    slices.forEach(this::take);
    sliceSizes.addAll(slices.stream().map(slice -> slice.writes().size()).toList());
  }

  private void deliver(NetTransaction net, MappedSink sink) throws InterruptedException {
    mapper.requireFit(net);
    Transaction transaction = net.transaction();
    if (store == null) {
      sink.accept(mapper.map(net));
    } else if (transaction.kind() == Transaction.Kind.STREAM) {
      try (RowView before = store.view()) {
        List<AppliedChange> applied =
            store.apply(transaction.version(), net.rows(), net.truncated());
        mapper.map(net, new KeptChanges(applied, before, store), sink);
      }
    } else {
      store.load(
          transaction.version(), net.rows().stream().map(r -> requireNonNull(r.after())).toList());
      sink.accept(mapper.map(net));
      if (transaction.kind() == Transaction.Kind.SNAPSHOT_END) {
        mapper.buildAll(plan.itemTypes(), store, transaction, sink);
      }
    }
  }

  /** Both would have the same version, so one of them would be without effect. */
  private static void assertThatNoKeyIsPutAndDeleted(List<MappedTransaction> slices) {
    Map<ItemKey, ItemWrite> seen = new HashMap<>();
    for (MappedTransaction slice : slices) {
      assertThat(slice.writes()).extracting(ItemWrite::key).doesNotHaveDuplicates();
      for (ItemWrite write : slice.writes()) {
        ItemWrite other = seen.put(write.key(), write);
        if (other != null) {
          assertThat(write).as("what a later slice writes again").isEqualTo(other);
        }
      }
    }
  }

  private void take(MappedTransaction mapped) {
    mapped.truncated().forEach(type -> items.keySet().removeIf(type::ownsKey));
    List<ItemWrite> completed = mapped.moves().stream().map(this::completed).toList();
    mapped.writes().forEach(this::apply);
    completed.forEach(this::apply);
    writes.addAll(mapped.writes());
    badRows.addAll(mapped.badRows());
  }

  /** As the pipeline completes a move: from the old item, read before anything is written. */
  private ItemWrite completed(Move move) {
    Map<String, Value> attributes =
        new LinkedHashMap<>(Objects.requireNonNull(items.get(move.from())));
    attributes.keySet().removeAll(move.patch().remove());
    attributes.putAll(move.patch().set());
    Item item = new Item(move.patch().key(), attributes);
    return new ItemWrite.Put(item, move.patch().version(), move.patch().commitMicros());
  }

  private void apply(ItemWrite write) {
    Version there = versions.get(write.key());
    if (there != null && items.containsKey(write.key()) && !write.version().isAfter(there)) {
      return;
    }
    versions.put(write.key(), write.version());
    if (write instanceof ItemWrite.Put put) {
      items.put(put.key(), new LinkedHashMap<>(put.item().attributes()));
    } else if (write instanceof ItemWrite.Patch patch) {
      Map<String, Value> item = items.get(patch.key());
      assertThat(item).as("the item under a patch of " + patch.key()).isNotNull();
      item.putAll(patch.set());
      item.keySet().removeAll(patch.remove());
    } else {
      items.remove(write.key());
    }
  }

  /**
   * The items that the rows should have: computed row by row, or where rows are kept, as a load of
   * nothing but these rows gives them.
   */
  Map<ItemKey, Map<String, Value>> expectedItems() {
    return store == null ? itemsRowByRow() : loadedItems();
  }

  private Map<ItemKey, Map<String, Value>> itemsRowByRow() {
    Map<ItemKey, Map<String, Value>> expected = new HashMap<>();
    for (Row row : rows.values()) {
      for (Item item : verifying.itemsOf(row).items()) {
        expected.put(item.key(), item.attributes());
      }
    }
    return expected;
  }

  private Map<ItemKey, Map<String, Value>> loadedItems() {
    MappedWorld fresh = new MappedWorld(tables, plan, MapperOptions.defaults());
    fresh.load(rows.values());
    return fresh.items;
  }
}
