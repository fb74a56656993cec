package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.KeptTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the store fit the tables that a plan keeps. New indexes are built first, slice by slice,
 * under numbers that were reserved before; then one batch records the tables and gives up whatever
 * has a number that no table or index has any more. A crash in between leaves the tables as they
 * were, and numbers that the next adoption cleans up.
 */
final class Adoption {
  private static final int ROWS_PER_BATCH = 1_000;

  private final ByteStore store;
  private final Meta meta;
  private final Map<TableId, TableRecord> known;
  private final List<StoredTable> tables = new ArrayList<>();
  private int next;

  Adoption(ByteStore store, Meta meta) {
    this.store = store;
    this.meta = meta;
    this.known =
        meta.tables().stream().collect(Collectors.toMap(TableRecord::table, Function.identity()));
    this.next = meta.nextNumber();
  }

  Catalog adopt(StoreIdentity identity, Collection<KeptTable> kept) {
    int reservedBefore = next;
    kept.forEach(table -> tables.add(prepare(table)));
    if (next > reservedBefore) {
      reserve();
    }
    tables.forEach(this::buildNewIndexes);
    record(identity);
    tables.forEach(this::readState);
    return new Catalog(tables);
  }

  private StoredTable prepare(KeptTable kept) {
    TableRecord old = usable(kept);
    List<WalkedIndex> walks =
        kept.indexes().stream().map(columns -> walk(kept, old, columns)).toList();
    List<WalkedIndex> distinct = unify(walks);
    TableRecord record =
        new TableRecord(
            old == null ? next++ : old.number(),
            kept.table(),
            kept.keyColumns(),
            old == null ? List.of() : stillKept(old.complete(), kept),
            distinct.stream().filter(index -> !index.isClustered()).toList(),
            old == null ? List.of() : old.shapes());
    return new StoredTable(kept, record, walks.stream().map(walk -> same(distinct, walk)).toList());
  }

  /** Rows under another key cannot be found, so a table with another key is another table. */
  private @Nullable TableRecord usable(KeptTable kept) {
    TableRecord old = known.get(kept.table());
    return old != null && old.keyColumns().equals(kept.keyColumns()) ? old : null;
  }

  private static List<String> stillKept(List<String> complete, KeptTable kept) {
    return complete.stream().filter(kept.columns()::contains).toList();
  }

  private WalkedIndex walk(KeptTable kept, @Nullable TableRecord old, List<String> columns) {
    if (isKeyPrefix(kept, columns)) {
      return new WalkedIndex(WalkedIndex.CLUSTERED, columns);
    }
    List<WalkedIndex> there = old == null ? List.of() : old.indexes();
    return there.stream()
        .filter(index -> index.columns().equals(columns))
        .findFirst()
        .orElseGet(() -> new WalkedIndex(next++, columns));
  }

  private static boolean isKeyPrefix(KeptTable kept, List<String> columns) {
    return columns.size() <= kept.keyColumns().size()
        && kept.keyColumns().subList(0, columns.size()).equals(columns);
  }

  /** The indexes without those on the same columns as an earlier one. */
  private static List<WalkedIndex> unify(List<WalkedIndex> walks) {
    Set<List<String>> seen = new HashSet<>();
    return walks.stream().filter(walk -> seen.add(walk.columns())).toList();
  }

  private static WalkedIndex same(List<WalkedIndex> distinct, WalkedIndex walk) {
    return distinct.stream()
        .filter(index -> index.columns().equals(walk.columns()))
        .findFirst()
        .orElseThrow();
  }

  private void reserve() {
    try (ByteStore.Batch batch = store.batch()) {
      Meta.putNextNumber(batch, next);
      batch.commit();
    }
  }

  private void buildNewIndexes(StoredTable table) {
    TableRecord old = usable(table.kept());
    List<WalkedIndex> added = new ArrayList<>(table.linked());
    if (old != null) {
      added.removeAll(old.indexes());
    }
    byte[] from = added.isEmpty() || old == null ? null : Keys.after(Keys.table(table.number()));
    while (from != null) {
      from = buildSlice(table, added, from);
    }
  }

  private byte @Nullable [] buildSlice(StoredTable table, List<WalkedIndex> added, byte[] from) {
    byte[] end = Keys.afterPrefix(Keys.table(table.number()));
    byte[] last = from;
    int count = 0;
    try (ByteReads.Cursor cursor = store.scan(Space.ROWS, from, end);
        ByteStore.Batch batch = store.batch()) {
      while (count < ROWS_PER_BATCH && cursor.next()) {
        last = cursor.key();
        StoredRow stored = RowCodec.decode(table, cursor.value());
        Row row = stored == null ? null : stored.row();
        Links.replace(batch, added, last, null, row);
        count++;
      }
      batch.commit();
    }
    return count == ROWS_PER_BATCH ? Keys.after(last) : null;
  }

  private void record(StoreIdentity identity) {
    Set<Integer> numbers = new HashSet<>();
    try (ByteStore.Batch batch = store.batch()) {
      for (StoredTable table : tables) {
        numbers.add(table.number());
        table.linked().forEach(index -> numbers.add(index.number()));
        Meta.putTable(batch, table.record());
      }
      if (isChanged()) {
        giveUpAllBut(numbers, batch);
      }
      Meta.putFormat(batch, Meta.FORMAT);
      Meta.putIdentity(batch, identity);
      batch.commit();
    }
  }

  private boolean isChanged() {
    Set<TableRecord> now = tables.stream().map(StoredTable::record).collect(Collectors.toSet());
    return !now.equals(Set.copyOf(known.values()));
  }

  private void giveUpAllBut(Set<Integer> numbers, ByteStore.Batch batch) {
    for (int number = WalkedIndex.CLUSTERED + 1; number < next; number++) {
      if (!numbers.contains(number)) {
        byte[] prefix = Keys.table(number);
        batch.deleteRange(Space.ROWS, prefix, Keys.afterPrefix(prefix));
        batch.deleteRange(Space.LINKS, prefix, Keys.afterPrefix(prefix));
        Meta.deleteTable(batch, number);
      }
    }
  }

  private void readState(StoredTable table) {
    byte[] truncation = store.get(Space.ROWS, Keys.table(table.number()));
    Version truncated = truncation == null ? null : RowCodec.version(truncation);
    table.setTruncated(truncated);
    table.setSavedRows(meta.rows(table.number()));
  }
}
