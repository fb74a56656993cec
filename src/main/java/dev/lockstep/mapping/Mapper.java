package dev.lockstep.mapping;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries a plan out: rows in, items out, no I/O. The parts of a transaction must come in order to
 * the same instance: between them it remembers which items show which rows, where an item key may
 * change hands. What else it remembers (the plan bound to the schemas that it has seen) changes no
 * answer but one: that a mapped column is gone. Not thread-safe: one mapper per thread.
 */
public final class Mapper {
  private final Bindings bindings;
  private final List<ItemTypePlan> types;
  private final EarlierParts earlierParts;
  private final KeyOwners owners;
  private final SetAsideRows setAside;
  private final KeptMapping keptMapping;
  private final KeptFit fit;
  private final boolean keepsRows;
  private final MapperUse use = new MapperUse();

  /**
   * @param types all item types
   * @param joined those of them whose items come from kept rows
   */
  Mapper(
      List<ItemTypePlan> types,
      List<JoinedType> joined,
      Collection<KeptTable> kept,
      MapperOptions options) {
    this(types, joined, kept, options, SetAsideRows.none());
  }

  /**
   * @param setAside what was set aside of rows, and not made good since
   */
  Mapper(
      List<ItemTypePlan> types,
      List<JoinedType> joined,
      Collection<KeptTable> kept,
      MapperOptions options,
      SetAsideRows setAside) {
    this.setAside = setAside;
    Set<ItemTypePlan> fromKeptRows =
        joined.stream().map(JoinedType::plan).collect(Collectors.toSet());
    this.types = types;
    this.bindings =
        new Bindings(
            types.stream()
                .filter(type -> !fromKeptRows.contains(type))
                .collect(
                    Collectors.groupingBy(
                        ItemTypePlan::root, LinkedHashMap::new, Collectors.toList())));
    this.earlierParts = new EarlierParts(options.shownKeysLimit(), use);
    this.owners = new KeyOwners(types);
    this.keptMapping = new KeptMapping(joined, earlierParts, owners, setAside, options, use);
    this.fit = new KeptFit(kept, types);
    this.keepsRows = !kept.isEmpty();
  }

  /**
   * The same mapper, to which the catalog's tables are known as those of a place in the log.
   *
   * @param unlogged in which the catalog describes tables of which rows are shown that were not
   *     logged: such a row says nothing of the shape that logged ones have
   */
  Mapper describedAt(Version version, Collection<TableSchema> unlogged) {
    fit.describedAt(version);
    unlogged.forEach(shape -> bindings.of(shape, version));
    return this;
  }

  /** How much of its bounds it has in use; for any thread. */
  public MapperUse use() {
    return use;
  }

  /**
   * What a transaction does to the items that follow from single rows. Rows of tables that the plan
   * does not read do nothing.
   *
   * @throws dev.lockstep.problem.LockstepException if the source's tables have changed so that the
   *     mapping does not fit any more; then nothing of the transaction counts
   * @throws dev.lockstep.change.UnnettableException if the transaction flows in parts, and what
   *     became of an item cannot be told within the limit
   */
  public MappedTransaction map(NetTransaction net) {
    earlierParts.begin(net);
    WriteSet writes = new WriteSet(net, earlierParts, owners, setAside);
    Origins origins = new Origins(net);
    for (RowChange change : net.rows()) {
      map(filled(change, origins), net.transaction(), writes);
    }
    MappedTransaction mapped = writes.finish(truncated(net));
    earlierParts.end(net.transaction());
    return mapped;
  }

  /**
   * Whether the plan fits the tables that a transaction's changes show; to be asked before the kept
   * rows take the transaction up, the slices of a load among them.
   *
   * @throws dev.lockstep.problem.LockstepException if a column that is kept or shown is gone, or
   *     has become of a type that the mapping cannot use
   */
  public void requireFit(NetTransaction net) {
    fit.require(net);
    Version version = net.transaction().version();
    for (RowChange change : net.rows()) {
      Row now = change.after() == null ? change.before() : change.after();
      if (now != null) {
        bindings.of(now.schema(), version);
      }
    }
  }

  /**
   * What a transaction of the stream does to items, where rows are kept. An item whose row or
   * joined rows changed is built once, from the kept rows as the transaction left them. What does
   * not fit one slice comes in several; then an item may come twice, with equal content.
   *
   * @throws dev.lockstep.problem.LockstepException as for {@link #map(NetTransaction)}
   * @throws dev.lockstep.change.UnnettableException as for {@link #map(NetTransaction)}, and if
   *     more item keys changed hands than may be remembered between slices; slices before have been
   *     handed over then
   */
  public void map(NetTransaction net, KeptChanges kept, MappedSink sink)
      throws InterruptedException {
    if (!keepsRows) {
      sink.accept(map(net));
      return;
    }
    earlierParts.begin(net);
    keptMapping.map(net, kept, writes -> mapRows(net, kept, writes), truncated(net), sink);
    earlierParts.end(net.transaction());
  }

  private void mapRows(NetTransaction net, KeptChanges kept, WriteSet writes) {
    Origins origins = new Origins(net);
    for (int i = 0; i < net.rows().size(); i++) {
      RowChange change = net.rows().get(i);
      RowChange known =
          fit.isKept(change.key().table())
              ? KeptImages.complete(change, kept.applied().get(i))
              : change;
      map(filled(known, origins), net.transaction(), writes);
    }
  }

  /**
   * All items of some item types, built from the kept rows: at the end of a load, or when a mapping
   * has changed.
   *
   * @param wanted joined ones
   * @param rows the kept rows
   * @param cause gives the items their version and commit time
   */
  public void buildAll(
      Collection<ItemTypePlan> wanted, RowLookup rows, Transaction cause, MappedSink sink)
      throws InterruptedException {
    keptMapping.buildAll(wanted, rows, cause, sink);
  }

  private List<ItemTypePlan> truncated(NetTransaction net) {
    if (net.truncated().isEmpty()) {
      return List.of();
    }
    List<ItemTypePlan> gone =
        net.truncated().stream().flatMap(t -> bindings.typesOf(t).stream()).toList();
    gone.forEach(type -> refuseIfMixed(type, gone));
    return gone;
  }

  /** A TRUNCATE names no rows, so the items of single rows are told by their keys alone. */
  private void refuseIfMixed(ItemTypePlan type, List<ItemTypePlan> gone) {
    for (ItemTypePlan other : types) {
      if (!gone.contains(other) && type.keysOverlap(other)) {
        throw new LockstepException(mixed(type, other));
      }
    }
  }

  private static Problem mixed(ItemTypePlan type, ItemTypePlan other) {
    return Problem.error(
        Category.DATA,
        "TRUNCATE-AMBIGUOUS",
        "TRUNCATE of "
            + type.root()
            + ": its items of type '"
            + type.name()
            + "' cannot be told from those of type '"
            + other.name()
            + "', which stay",
        type.table().name(),
        "Give the keys of the two item types different fixed texts, and load again.");
  }

  /** A row that came and went within the transaction has left nothing and found nothing. */
  private void map(RowChange change, Transaction transaction, WriteSet writes) {
    Row before = change.before();
    Row now = change.after() == null ? before : change.after();
    if (now == null) {
      return;
    }
    boolean streaming = transaction.kind() == Transaction.Kind.STREAM;
    List<BoundItem> items = bindings.of(now.schema(), transaction.version());
    List<BoundItem> earlier =
        before == null ? items : bindings.of(before.schema(), transaction.version());
    for (int i = 0; i < items.size(); i++) {
      new RowMapping(items.get(i), earlier.get(i), change, streaming, writes).map();
    }
  }

  /** What an update did not send is taken from the row's earlier state, if the source sent that. */
  private static RowChange filled(RowChange change, Origins origins) {
    Row after = change.after();
    if (after == null || !after.hasUnavailable()) {
      return change;
    }
    Row origin = origins.of(change);
    return origin == null
        ? change
        : new RowChange(
            change.key(),
            change.before(),
            after.fillFrom(origin),
            change.movedFrom(),
            change.inserted());
  }

  /**
   * The item of one type that a row should have now, whatever else that type is made of.
   *
   * @param type of this mapper
   * @param row of the type's root, complete
   * @param rows what it is joined with; not asked if the type is of single rows
   * @throws dev.lockstep.problem.LockstepException if the mapping does not fit the row's schema
   */
  public MappedRow itemOf(ItemTypePlan type, Row row, RowLookup rows) {
    return type.isJoined() ? keptMapping.itemOf(type, row, rows) : itemsOf(row);
  }

  /**
   * The items that a row should have now.
   *
   * @param row complete
   * @throws dev.lockstep.problem.LockstepException if the mapping does not fit the row's schema
   */
  public MappedRow itemsOf(Row row) {
    List<Item> items = new ArrayList<>();
    List<BadRow> badRows = new ArrayList<>();
    for (BoundItem item : bindings.of(row.schema(), null)) {
      try {
        if (item.accepts(row)) {
          items.add(item.item(row, item.key(row)));
        }
      } catch (BadValueException e) {
        badRows.add(WriteSet.badRow(item.plan(), row.key(), null, e));
      }
    }
    return new MappedRow(items, badRows);
  }
}
