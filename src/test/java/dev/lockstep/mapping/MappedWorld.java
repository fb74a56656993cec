package dev.lockstep.mapping;

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
import dev.lockstep.yaml.Interpolation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Mapper mapper;
  private final Mapper verifying;
  private final Netting netting = new Netting();
  private List<Change> open = new ArrayList<>();
  private long position;

  MappedWorld(SourceTables tables, String mapping) {
    this.tables = tables;
    this.plan = MappingCompiler.compile(parse(mapping), tables.all());
    this.mapper = plan.mapper();
    this.verifying = plan.mapper();
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
    flow(Transaction.Kind.SNAPSHOT, reads);
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

  void truncate(TableId table) {
    rows.keySet().removeIf(key -> key.table().equals(table));
    open.add(new Change.Truncate(table));
  }

  /** Ends the transaction: what changed since the last one is mapped and written. */
  void commit() {
    List<Change> changes = open;
    open = new ArrayList<>();
    flow(Transaction.Kind.STREAM, changes);
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

  private void flow(Transaction.Kind kind, List<Change> changes) {
    position++;
    Transaction transaction =
        new Transaction(
            kind,
            new Version(0, position, changes.size()),
            position,
            changes,
            new SourcePosition("p" + position),
            0);
    NetTransaction net = netting.net(transaction);
    MappedTransaction mapped = mapper.map(net);
    mapped.truncated().forEach(type -> items.keySet().removeIf(type::ownsKey));
    List<ItemWrite> completed = mapped.moves().stream().map(this::completed).toList();
    mapped.writes().forEach(this::apply);
    completed.forEach(this::apply);
    assertThat(mapped.writes()).extracting(ItemWrite::key).doesNotHaveDuplicates();
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

  /** The items that the rows should have, computed row by row. */
  Map<ItemKey, Map<String, Value>> expectedItems() {
    Map<ItemKey, Map<String, Value>> expected = new HashMap<>();
    for (Row row : rows.values()) {
      for (Item item : verifying.itemsOf(row).items()) {
        expected.put(item.key(), item.attributes());
      }
    }
    return expected;
  }
}
