package dev.lockstep.mapping;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.item.Item;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Carries a plan out: rows in, items out, no I/O. The parts of a transaction must come in order to
 * the same instance: between them it remembers which items show which rows, where an item key may
 * change hands. What else it remembers (the plan bound to the schemas that it has seen) changes no
 * answer but one: that a mapped column is gone. Not thread-safe: one mapper per thread.
 */
public final class Mapper {
  /**
   * How many items of one table's rows are remembered between the parts of a transaction, unless
   * told otherwise; 32 to 64 bytes each.
   */
  public static final int DEFAULT_SHOWN_KEYS_LIMIT = 1_000_000;

  private final Bindings bindings;
  private final EarlierParts earlierParts;

  Mapper(Map<TableId, List<ItemTypePlan>> typesByRoot, int shownKeysLimit) {
    this.bindings = new Bindings(typesByRoot);
    this.earlierParts = new EarlierParts(shownKeysLimit);
  }

  /**
   * What a transaction does to items. Rows of tables that the plan does not read do nothing.
   *
   * @throws dev.lockstep.problem.LockstepException if the source's tables have changed so that the
   *     mapping does not fit any more; then nothing of the transaction counts
   * @throws dev.lockstep.change.UnnettableException if the transaction flows in parts, and what
   *     became of an item cannot be told within the limit
   */
  public MappedTransaction map(NetTransaction net) {
    earlierParts.begin(net);
    WriteSet writes = new WriteSet(net, earlierParts);
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
   * rows take the transaction up.
   *
   * @throws dev.lockstep.problem.LockstepException if a column that is kept or shown is gone, or
   *     has become of a type that the mapping cannot use
   */
  public void requireFit(NetTransaction net) {
    bindings.types().forEach(Mapper::refuseJoined);
  }

  /**
   * What a transaction of the stream does to items, where rows are kept. An item whose row or
   * joined rows changed is built once, from the kept rows as the transaction left them. What does
   * not fit one slice comes in several; then an item may come twice, with equal content.
   *
   * @throws dev.lockstep.problem.LockstepException as for {@link #map(NetTransaction)}
   * @throws dev.lockstep.change.UnnettableException as for {@link #map(NetTransaction)}
   */
  public void map(NetTransaction net, KeptChanges kept, MappedSink sink)
      throws InterruptedException {
    sink.accept(map(net));
  }

  /**
   * All items of some item types, built from the kept rows: at the end of a load, or when a mapping
   * has changed.
   *
   * @param types joined ones
   * @param rows the kept rows
   * @param cause gives the items their version and commit time
   */
  public void buildAll(
      Collection<ItemTypePlan> types, RowLookup rows, Transaction cause, MappedSink sink)
      throws InterruptedException {
    types.forEach(Mapper::refuseJoined);
  }

  private static void refuseJoined(ItemTypePlan type) {
    if (type.isJoined()) {
      throw new IllegalStateException(type.name() + " is joined, and no rows are kept yet");
    }
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

  /** A TRUNCATE names no rows, so its items are told by their keys alone. */
  private void refuseIfMixed(ItemTypePlan type, List<ItemTypePlan> gone) {
    for (ItemTypePlan other : bindings.types()) {
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
