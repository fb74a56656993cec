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
   * @param key null if nothing does, or if nobody knows
   * @param item null if there is none, or if it cannot be built
   * @param undecided whether nobody knows
   */
  private record Shown(@Nullable ItemKey key, @Nullable Item item, boolean undecided) {
    static final Shown NOTHING = new Shown(null, null, false);
    static final Shown UNDECIDED = new Shown(null, null, true);
  }

  /**
   * Writes a root's item and removes the one that it had under another key.
   *
   * @param decidesKey whether it may have had another key; else that is not asked
   * @return the item that was written; null if none was
   */
  @Nullable Item write(Root root, boolean decidesKey, WriteSet writes) {
    Shown shown = shown(root, writes);
    if (shown.undecided()) {
      return null;
    }
    ItemKey key = shown.key();
    ItemKey old = decidesKey ? reportedOldKey(root, writes) : key;
    if (old != null && !old.equals(key)) {
      writes.delete(root.type().plan(), root.key(), old);
    }
    Item item = shown.item();
    if (item == null || (compared.contains(root.type()) && item.equals(oldItem(root, old)))) {
      return null;
    }
    writes.put(root.type().plan(), root.key(), item, item.key().equals(old));
    return item;
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
      bad(root, null, e, writes);
      return isUndecided(e) ? Shown.UNDECIDED : Shown.NOTHING;
    }
    return key == null ? Shown.NOTHING : new Shown(key, item(root, now, key, writes), false);
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
      if (old != null && !old.equals(shownKey(root, old))) {
        writes.delete(root.type().plan(), root.key(), old);
      }
    } catch (BadValueException e) {
      // Said already when the root's item was written.
      return;
    }
  }

  private @Nullable ItemKey shownKey(Root root, ItemKey old) {
    Row now = row(after, root.key());
    try {
      return now == null ? null : root.type().items().key(now, after);
    } catch (BadValueException e) {
      return isUndecided(e) ? old : null;
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
      return RowMapping.noItem(e);
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
