package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.AppliedChange;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.problem.LockstepException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The row store over any {@link ByteStore}. */
final class KeyedRowStore extends ReaderBacked implements RowStore {
  private final ByteStore store;
  private final Meta meta;
  private final RowReader reader;
  private final int sweptRows;
  private volatile Catalog catalog = Catalog.EMPTY;
  private volatile @Nullable Version position;
  private @Nullable Version loading;
  private @Nullable Version purged;
  private Purge purge;

  KeyedRowStore(ByteStore store, RowStoreOptions options) {
    this.store = store;
    this.meta = new Meta(store);
    this.reader = new RowReader(store, () -> catalog, StoredTable::truncated);
    this.sweptRows = options.sweptRowsPerPurge();
    this.purge = new Purge(store, catalog, sweptRows);
    requireFormat(meta.format());
    readState();
  }

  private static void requireFormat(int format) {
    if (format != Meta.FORMAT) {
      throw new LockstepException(StoreProblems.otherFormat(format, Meta.FORMAT));
    }
  }

  private void readState() {
    position = meta.version(Meta.POSITION);
    loading = meta.version(Meta.LOADING);
    purged = meta.version(Meta.PURGED);
  }

  @Override
  public Optional<StoreIdentity> identity() {
    return Optional.ofNullable(meta.identity());
  }

  @Override
  public synchronized void initialise(StoreIdentity identity, Collection<KeptTable> tables) {
    use(new Adoption(store, meta).adopt(identity, tables));
  }

  private void use(Catalog tables) {
    catalog = tables;
    purge = new Purge(store, tables, sweptRows);
  }

  @Override
  public Set<TableId> incomplete() {
    return catalog.tables().stream()
        .filter(table -> !table.isComplete())
        .map(table -> table.kept().table())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Collection<TableSchema> shapes() {
    return catalog.tables().stream()
        .flatMap(table -> table.shapes().stream())
        .map(Shape::schema)
        .toList();
  }

  @Override
  public synchronized void markComplete(Collection<TableId> tables) {
    tables.forEach(table -> catalog.require(table).setComplete());
    try (ByteStore.Batch batch = store.batch()) {
      saveTables(batch);
      batch.commit();
    }
  }

  @Override
  public synchronized List<AppliedChange> apply(
      Version version, Collection<RowChange> changes, Set<TableId> truncated) {
    Application application = new Application(store, catalog, version, truncated);
    List<AppliedChange> applied = application.resolve(changes);
    try (ByteStore.Batch batch = store.batch()) {
      application.write(batch);
      endLoad(batch, version);
      advance(batch, version);
      batch.commit();
    }
    return applied;
  }

  @Override
  public synchronized void load(Version version, Collection<Row> rows) {
    if (!mayLoad(version)) {
      apply(version, rows.stream().map(KeyedRowStore::inserted).toList(), Set.of());
      return;
    }
    try (ByteStore.Batch batch = store.batch()) {
      beginLoad(batch, version);
      rows.forEach(row -> load(batch, version, row));
      advance(batch, version);
      batch.commit();
    }
  }

  private static RowChange inserted(Row row) {
    return new RowChange(row.key(), null, row, null, true);
  }

  /** Whether no row that comes can be there already, but by a repetition of this very load. */
  private boolean mayLoad(Version version) {
    return loading == null ? position == null : version.equals(loading);
  }

  private void beginLoad(ByteStore.Batch batch, Version version) {
    if (loading == null) {
      Meta.putVersion(batch, Meta.LOADING, version);
      Meta.putVersion(batch, Meta.PURGED, version);
      loading = version;
      purged = version;
    }
  }

  private void endLoad(ByteStore.Batch batch, Version version) {
    if (loading != null && version.isAfter(loading)) {
      batch.delete(Space.META, Meta.LOADING);
      loading = null;
    }
  }

  private void load(ByteStore.Batch batch, Version version, Row row) {
    StoredTable table = catalog.find(row.table());
    if (table == null) {
      return;
    }
    byte[] key = Keys.row(table.number(), row.key().values());
    Row kept = table.project(row);
    Links.replace(batch, table.linked(), key, null, kept);
    batch.put(Space.ROWS, key, RowCodec.encode(version, table.shapeOf(kept), kept));
    table.setRows(table.rows() + 1);
  }

  private void advance(ByteStore.Batch batch, Version version) {
    saveTables(batch);
    Version last = position;
    if (last == null || version.isAfter(last)) {
      Meta.putVersion(batch, Meta.POSITION, version);
      position = version;
    }
  }

  private void saveTables(ByteStore.Batch batch) {
    for (StoredTable table : catalog.tables()) {
      table.saveTo(batch);
    }
  }

  @Override
  public Optional<Version> position() {
    return Optional.ofNullable(position);
  }

  @Override
  public void sync() {
    store.sync();
  }

  @Override
  public synchronized void purge(Version upTo) {
    if (purged == null || upTo.isAfter(purged)) {
      purge.forget(purged, upTo);
      purged = upTo;
    }
    purge.sweep(meta);
  }

  @Override
  public synchronized void resumeFrom(Version checkpoint) {
    Version last = position;
    if (last == null || checkpoint.isAfter(last)) {
      throw new LockstepException(StoreProblems.behind(last, checkpoint));
    }
    if (purged != null && purged.isAfter(checkpoint)) {
      throw new LockstepException(StoreProblems.ahead(purged, checkpoint));
    }
    new Rewind(store, catalog, checkpoint).run();
    position = checkpoint;
  }

  @Override
  public synchronized void clear() {
    store.clear();
    use(Catalog.EMPTY);
    readState();
  }

  @Override
  public RowStoreStatistics statistics() {
    Map<TableId, Long> rows = new HashMap<>();
    catalog.tables().forEach(table -> rows.put(table.kept().table(), table.rows()));
    ByteStore.Statistics bytes = store.statistics();
    return new RowStoreStatistics(
        Map.copyOf(rows),
        bytes.diskBytes(),
        bytes.memoryBytes(),
        bytes.cacheHits(),
        bytes.cacheMisses(),
        bytes.pendingCompactionBytes());
  }

  @Override
  public synchronized RowView view() {
    return new SnapshotView(store.snapshot(), catalog);
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  RowReader reader() {
    return reader;
  }
}
