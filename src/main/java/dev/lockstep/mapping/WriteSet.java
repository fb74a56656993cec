package dev.lockstep.mapping;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the writes of one transaction, or of a slice of one: one per item key, a put before a
 * delete.
 */
final class WriteSet {
  private final Version version;
  private final long commitMicros;
  private final boolean inParts;
  private final EarlierParts earlierParts;
  private final KeyOwners owners;
  private final SetAsideRows setAside;
  private final Map<ItemKey, Entry> entries;
  private final Set<ItemKey> contested = new HashSet<>(0);
  private final Map<ItemKey, ItemKey> origins = new HashMap<>(0);
  private final List<BadRow> badRows = new ArrayList<>(0);
  private final List<RecoveredRow> recovered = new ArrayList<>(0);

  /**
   * A write and the row that it shows; a delete shows none.
   *
   * @param type of the item
   * @param owner the row as it is to be remembered; absent if no other row may get the item key
   * @param inPlace whether the row had the item key before
   */
  private record Entry(
      ItemWrite write,
      ItemTypePlan type,
      @Nullable RowKey row,
      @Nullable RowKey owner,
      boolean inPlace) {}

  WriteSet(NetTransaction net, EarlierParts earlierParts, KeyOwners owners, SetAsideRows setAside) {
    this.setAside = setAside;
    this.earlierParts = earlierParts;
    this.owners = owners;
    this.inParts = EarlierParts.remembers(net.transaction());
    this.version = net.transaction().version();
    this.commitMicros = net.transaction().commitMicros();
    this.entries = new LinkedHashMap<>(net.rows().size() * 2);
  }

  void put(ItemTypePlan type, RowKey row, Item item) {
    put(type, row, item, false);
  }

  /**
   * @param inPlace whether the row certainly had the item key before
   */
  void put(ItemTypePlan type, RowKey row, Item item, boolean inPlace) {
    show(type, row, new ItemWrite.Put(item, version, commitMicros), inPlace);
  }

  void patch(ItemTypePlan type, RowKey row, ItemKey key, BoundItem.Known known) {
    ItemWrite.Patch patch =
        new ItemWrite.Patch(key, known.set(), known.absent(), version, commitMicros);
    show(type, row, patch, false);
  }

  /** The item under the old key goes with the old slot of the row, as any delete. */
  void move(ItemTypePlan type, RowKey row, ItemKey from, ItemKey to, BoundItem.Known known) {
    ItemWrite.Patch patch =
        new ItemWrite.Patch(to, known.set(), known.absent(), version, commitMicros);
    show(type, row, patch, false);
    origins.put(to, from);
  }

  private void show(ItemTypePlan type, RowKey row, ItemWrite write, boolean inPlace) {
    ItemKey key = write.key();
    RowKey owner = owners.mayChange(type) ? owners.of(type, row) : null;
    Entry shown = new Entry(write, type, row, owner, inPlace);
    Entry earlier = contested.contains(key) ? null : entries.put(key, shown);
    if (contested.contains(key)) {
      collision(type, row, key, "other rows");
    } else if (earlier != null && earlier.row() != null) {
      entries.remove(key);
      contested.add(key);
      collision(type, row, key, "row " + earlier.row());
      collision(earlier.type(), earlier.row(), key, "row " + row);
    }
  }

  private void collision(ItemTypePlan type, RowKey row, ItemKey key, String other) {
    bad(
        type,
        row,
        key,
        new BadValueException(
            "KEY-COLLISION",
            "the item has the same key as that of " + other + " in the same transaction",
            "Make the item key of columns that differ, such as the row's own key."));
  }

  /** The row has left the item key. */
  void delete(ItemTypePlan type, RowKey row, ItemKey key) {
    if (earlierParts.leave(key, owners.of(type, row)) && !contested.contains(key)) {
      ItemWrite delete = new ItemWrite.Delete(key, version, commitMicros);
      entries.putIfAbsent(key, new Entry(delete, type, null, null, false));
    }
  }

  /**
   * Whether the item that stands for a row is stale, so that nothing may be added to it: something
   * of the row was set aside and not made good since.
   */
  boolean isStale(ItemTypePlan type, RowKey row) {
    return setAside.isStale(type.name(), row);
  }

  /**
   * All that a row has to do with an item type is said, if nothing of it was bad.
   *
   * @param key of its item; absent if it has none
   */
  void mapped(ItemTypePlan type, RowKey row, @Nullable ItemKey key) {
    if (setAside.contains(type.name(), row)) {
      recovered.add(new RecoveredRow(type.name(), row, key));
    }
  }

  void bad(ItemTypePlan type, RowKey row, @Nullable ItemKey key, BadValueException why) {
    badRows.add(badRow(type, row, key, why));
  }

  static BadRow badRow(
      ItemTypePlan type, RowKey row, @Nullable ItemKey key, BadValueException why) {
    Problem problem =
        Problem.error(
            Category.DATA,
            why.code(),
            why.what(),
            row + ", item type '" + type.name() + "'",
            why.remedy());
    return new BadRow(type.name(), row, key, problem);
  }

  /** All of it: there is but this one slice. */
  MappedTransaction finish(List<ItemTypePlan> truncated) {
    return finish(truncated, true);
  }

  /**
   * Everything but the deletes, which come when all slices have been put: only then it is known
   * which of the keys no row has taken over.
   */
  MappedTransaction finishPuts(List<ItemTypePlan> truncated) {
    return finish(truncated, false);
  }

  /** Nothing but the deletes; all else was in the slices before. */
  MappedTransaction finishDeletes() {
    List<ItemWrite> deletes =
        entries.values().stream()
            .map(Entry::write)
            .filter(write -> write instanceof ItemWrite.Delete)
            .toList();
    return new MappedTransaction(deletes, List.of(), List.of(), List.of());
  }

  private MappedTransaction finish(List<ItemTypePlan> truncated, boolean whole) {
    List<ItemWrite> writes = new ArrayList<>(entries.size());
    List<Move> moves = new ArrayList<>(origins.size());
    for (Entry entry : entries.values()) {
      remember(entry, whole);
      ItemKey from = origins.get(entry.write().key());
      if (from != null && entry.write() instanceof ItemWrite.Patch patch) {
        moves.add(new Move(from, patch));
      } else if (whole || entry.row() != null) {
        writes.add(entry.write());
      }
    }
    return new MappedTransaction(writes, moves, truncated, badRows, good());
  }

  /** A collision may show only after a row was mapped. */
  private List<RecoveredRow> good() {
    return recovered.stream()
        .filter(row -> badRows.stream().noneMatch(bad -> isOf(bad, row)))
        .toList();
  }

  private static boolean isOf(BadRow bad, RecoveredRow row) {
    return bad.itemType().equals(row.itemType()) && bad.row().equals(row.row());
  }

  /** Between slices only a key that has changed hands can be mistaken for one that was left. */
  private void remember(Entry entry, boolean whole) {
    if (entry.owner() != null && (inParts || (!whole && !entry.inPlace()))) {
      earlierParts.put(entry.write().key(), entry.owner());
    }
  }
}
