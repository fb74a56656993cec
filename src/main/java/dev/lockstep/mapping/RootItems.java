package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.DirtyRoots.Root;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stood for root rows before a transaction and what stands for them now, from the kept rows of
 * either time, and the writes that lead from one to the other.
 */
final class RootItems {
  private final RowLookup before;
  private final RowLookup after;
  private final Set<JoinedType> compared;

  /**
   * @param compared the item types of which only the items that differ are written
   */
  RootItems(KeptChanges kept, Set<JoinedType> compared) {
    this.before = kept.before();
    this.after = kept.after();
    this.compared = compared;
  }

  /**
   * What stands for a root now.
   *
   * @param key null if nothing does; if nobody knows, what it would have
   * @param item null if there is none, or if it cannot be built
   * @param good whether it could be told and built
   */
  private record Shown(@Nullable ItemKey key, @Nullable Item item, boolean good) {
    static final Shown NOTHING = new Shown(null, null, true);
    static final Shown BAD = new Shown(null, null, false);
  }

  /**
   * Writes a root's item and removes the one that it had under another key.
   *
   * @param decidesKey whether it may have had another key; else that is not asked
   * @return the item that was written; null if none was
   */
  @Nullable Item write(Root root, boolean decidesKey, WriteSet writes) {
    Shown shown = shown(root, writes);
    ItemKey key = shown.key();
    ItemKey old = decidesKey ? reportedOldKey(root, writes) : key;
    if (old != null && !old.equals(key)) {
      writes.delete(root.type().plan(), root.key(), old);
    }
    if (shown.good()) {
      writes.mapped(root.type().plan(), root.key(), key);
    }
    Item item = shown.item();
    if (item == null || (isCompared(root, writes) && item.equals(oldItem(root, old)))) {
      return null;
    }
    writes.put(root.type().plan(), root.key(), item, item.key().equals(old));
    return item;
  }

  /** What was set aside is not in the target, though the rows say that it was. */
  private boolean isCompared(Root root, WriteSet writes) {
    return compared.contains(root.type()) && !writes.isStale(root.type().plan(), root.key());
  }

  /** The item is built right after its key: what its condition was built for is at hand then. */
  private Shown shown(Root root, WriteSet writes) {
    Row now = row(after, root.key());
    if (now == null || !now.key().equals(root.key())) {
      // A row that is found by 1.0 and is 1.00 now is a root of its own.
      return Shown.NOTHING;
    }
    ItemKey key;
    try {
      key = root.type().items().key(now, after);
    } catch (BadValueException e) {
      ItemKey whereItWouldBe = isUndecided(e) ? keyAlone(root, now, after) : null;
      bad(root, whereItWouldBe, e, writes);
      return whereItWouldBe == null ? Shown.BAD : new Shown(whereItWouldBe, null, false);
    }
    if (key == null) {
      return Shown.NOTHING;
    }
    Item item = item(root, now, key, writes);
    return new Shown(key, item, item != null);
  }

  /** The key that the item has if there is one: null if it can have none. */
  private static @Nullable ItemKey keyAlone(Root root, Row row, RowLookup rows) {
    try {
      return root.type().items().keyAlone(row, rows);
    } catch (BadValueException e) {
      return null;
    }
  }

  private @Nullable Item item(Root root, Row now, ItemKey key, WriteSet writes) {
    try {
      return root.type().items().item(now, key, after);
    } catch (BadValueException e) {
      bad(root, key, e, writes);
      return null;
    }
  }

  /** Removes the item that a root had, if it has another one now or none. */
  void leave(Root root, WriteSet writes) {
    try {
      ItemKey old = oldKey(root);
      if (old != null && !old.equals(shownKey(root))) {
        writes.delete(root.type().plan(), root.key(), old);
      }
    } catch (BadValueException e) {
      // Said already when the root's item was written.
      return;
    }
  }

  private @Nullable ItemKey shownKey(Root root) {
    Row now = row(after, root.key());
    try {
      return now == null ? null : root.type().items().key(now, after);
    } catch (BadValueException e) {
      return now != null && isUndecided(e) ? keyAlone(root, now, after) : null;
    }
  }

  /** Where the condition cannot be computed, nobody knows whether the item is to go. */
  private static boolean isUndecided(BadValueException why) {
    return why.code().equals("WHERE-FAILED");
  }

  private @Nullable ItemKey reportedOldKey(Root root, WriteSet writes) {
    try {
      return oldKey(root);
    } catch (BadValueException e) {
      bad(root, null, e, writes);
      return null;
    }
  }

  /**
   * The key of the item that a root had; null if it had none. A state that gave no valid key had no
   * item.
   *
   * @throws BadValueException if that cannot be told
   */
  private @Nullable ItemKey oldKey(Root root) {
    Row was = row(before, root.key());
    if (was == null) {
      return null;
    }
    try {
      return root.type().items().key(was, before);
    } catch (BadValueException e) {
      return isUndecided(e) ? keyAlone(root, was, before) : RowMapping.noItem(e);
    }
  }

  private @Nullable Item oldItem(Root root, @Nullable ItemKey old) {
    Row was = row(before, root.key());
    if (was == null || old == null) {
      return null;
    }
    try {
      return root.type().items().item(was, old, before);
    } catch (BadValueException e) {
      return null;
    }
  }

  private static @Nullable Row row(RowLookup rows, RowKey key) {
    RowLookup.KeptRow kept = rows.get(key);
    return kept == null ? null : kept.row();
  }

  private static void bad(
      Root root, @Nullable ItemKey key, BadValueException why, WriteSet writes) {
    writes.bad(root.type().plan(), root.key(), key, why);
  }
}
