package dev.lockstep.mapping;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.Transaction;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.DirtyRoots.Root;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries a transaction out where items follow from several rows: marks the roots, and writes the
 * item of each, together with what single rows write.
 *
 * <p>As long as it fits one slice, that is all. Beyond, the marked roots are written as they come,
 * slice by slice, without the deletions: a key that one row leaves in this slice may be put by
 * another in a later one. When all is put, a second walk over the roots whose keys may have changed
 * makes the deletions, but not those of keys that another row has taken over; the keys that changed
 * hands are remembered for that, as between the parts of a transaction. A row may be marked in
 * several slices; its item is then written again, with equal content and version.
 */
final class KeptMapping {
  private final List<JoinedType> types;
  private final Marking marking;
  private final EarlierParts earlierParts;
  private final KeyOwners owners;
  private final SetAsideRows setAside;
  private final MapperOptions options;
  private final MapperUse use;

  /** Maps what follows from single rows. */
  @FunctionalInterface
  interface SingleRows {
    void mapInto(WriteSet writes);
  }

  KeptMapping(
      List<JoinedType> types,
      EarlierParts earlierParts,
      KeyOwners owners,
      SetAsideRows setAside,
      MapperOptions options,
      MapperUse use) {
    this.types = types;
    this.marking = new Marking(types);
    this.earlierParts = earlierParts;
    this.owners = owners;
    this.setAside = setAside;
    this.options = options;
    this.use = use;
  }

  /**
   * @param truncated the item types of single rows whose root was emptied
   */
  void map(
      NetTransaction net,
      KeptChanges kept,
      SingleRows singleRows,
      List<ItemTypePlan> truncated,
      MappedSink sink)
      throws InterruptedException {
    Set<JoinedType> emptied = marking.emptied(net);
    RootItems items = new RootItems(kept, emptied);
    Slices slices = slices(net, truncated, sink);
    singleRows.mapInto(slices.writes());
    putAll(kept, emptied, items, slices);
    if (!slices.areSeveral()) {
      slices.only();
      return;
    }
    slices.nextPuts();
    singleRows.mapInto(slices.writes());
    deleteAll(kept, emptied, items, slices);
    slices.nextDeletes();
  }

  private Slices slices(NetTransaction net, List<ItemTypePlan> truncated, MappedSink sink) {
    return new Slices(
        net, earlierParts, owners, setAside, options.sliceBytes(), sink, truncated, use);
  }

  private void putAll(KeptChanges kept, Set<JoinedType> emptied, RootItems items, Slices slices)
      throws InterruptedException {
    DirtyRoots.Each write =
        (root, decidesKey) ->
            slices.wrote(root.type().plan(), items.write(root, decidesKey, slices.writes()));
    eachRoot(kept, emptied, false, write, slices, slices::nextPuts);
  }

  private void deleteAll(KeptChanges kept, Set<JoinedType> emptied, RootItems items, Slices slices)
      throws InterruptedException {
    DirtyRoots.Each leave = (root, decidesKey) -> items.leave(root, slices.writes());
    eachRoot(kept, emptied, true, leave, slices, slices::nextDeletes);
  }

  /** Ends a slice. */
  @FunctionalInterface
  private interface SliceEnd {
    void run() throws InterruptedException;
  }

  /**
   * Marks the roots and does something with each, a slice at a time.
   *
   * @param keysOnly whether only those count of which the item's key may have changed
   */
  private void eachRoot(
      KeptChanges kept,
      Set<JoinedType> emptied,
      boolean keysOnly,
      DirtyRoots.Each each,
      Slices slices,
      SliceEnd sliceEnd)
      throws InterruptedException {
    DirtyRoots dirty = new DirtyRoots(options.sliceItems());
    marking.mark(
        kept,
        emptied,
        keysOnly,
        slices::at,
        (type, key, decidesKey) -> {
          Root root = new Root(type, key);
          if (dirty.hasNoRoomFor(root)) {
            dirty.drain(each);
            sliceEnd.run();
          }
          dirty.add(root, decidesKey);
        });
    dirty.drain(each);
  }

  /** Writes the items of all root rows of some types. */
  void buildAll(Collection<ItemTypePlan> wanted, RowLookup rows, Transaction cause, MappedSink sink)
      throws InterruptedException {
    RootItems items = new RootItems(new KeptChanges(List.of(), rows, rows), Set.of());
    Slices slices = slices(new NetTransaction(cause, Set.of(), List.of()), List.of(), sink);
    Build build = new Build(items, slices, options.sliceItems());
    for (JoinedType type : types) {
      if (wanted.contains(type.plan())) {
        slices.at(type.plan().root());
        Marking.scan(rows, type.plan().root(), key -> build.write(type, key));
      }
    }
    slices.nextPuts();
  }

  /** The item of one root row. */
  MappedRow itemOf(ItemTypePlan wanted, Row root, RowLookup rows) {
    for (JoinedType type : types) {
      if (type.plan().equals(wanted)) {
        return itemOf(type, root, rows);
      }
    }
    throw new IllegalArgumentException("this mapper makes no items of type " + wanted.name());
  }

  private static MappedRow itemOf(JoinedType type, Row root, RowLookup rows) {
    @Nullable ItemKey key = null;
    try {
      key = type.items().key(root, rows);
      return key == null
          ? new MappedRow(List.of(), List.of())
          : new MappedRow(List.of(type.items().item(root, key, rows)), List.of());
    } catch (BadValueException e) {
      return new MappedRow(List.of(), List.of(WriteSet.badRow(type.plan(), root.key(), key, e)));
    }
  }

  /** Counts the rows of a slice. */
  private static final class Build {
    private final RootItems items;
    private final Slices slices;
    private final int limit;
    private int rows;

    Build(RootItems items, Slices slices, int limit) {
      this.items = items;
      this.slices = slices;
      this.limit = limit;
    }

    void write(JoinedType type, RowKey key) throws InterruptedException {
      Root root = new Root(type, key);
      slices.wrote(type.plan(), items.write(root, false, slices.writes()));
      if (++rows == limit) {
        rows = 0;
        slices.nextPuts();
      }
    }
  }
}
