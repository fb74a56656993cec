package dev.lockstep.mapping;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the roots whose items a transaction may have changed. Each changed row goes up the trees in
 * which its table stands: from what it is now through the rows as they are now, which leads to the
 * items that show it; and where it left the rows that it was linked to, from what it was through
 * the rows as they were, which leads to the items that showed it. A link that changed higher up is
 * a change of its own, so these two ways meet every item that differs. A TRUNCATE names no rows: it
 * marks all roots of the item types that the table is part of.
 */
final class Marking {
  private static final int SCAN = 256;

  private final Map<TableId, List<JoinPlace>> places = new HashMap<>();

  Marking(List<JoinedType> types) {
    for (JoinedType type : types) {
      for (JoinPlace place : JoinPlace.of(type)) {
        places.computeIfAbsent(place.node().table(), t -> new ArrayList<>()).add(place);
      }
    }
  }

  /** The item types all of whose roots are marked, since a table of theirs was emptied. */
  Set<JoinedType> emptied(NetTransaction net) {
    Set<JoinedType> emptied = new LinkedHashSet<>();
    for (TableId table : net.truncated()) {
      at(table).forEach(place -> emptied.add(place.type()));
    }
    return emptied;
  }

  /**
   * Marks the roots; some of them several times.
   *
   * @param keysOnly whether only those count of which the item's key may have changed
   */
  void mark(
      KeptChanges kept,
      Set<JoinedType> emptied,
      boolean keysOnly,
      Consumer<TableId> at,
      DirtyRoots.Marker marker)
      throws InterruptedException {
    Climb now = new Climb(kept.after(), marker);
    Climb once = new Climb(kept.before(), marker);
    for (AppliedChange change : kept.applied()) {
      List<JoinPlace> here = at(change.key().table());
      if (!here.isEmpty()) {
        at.accept(change.key().table());
      }
      for (JoinPlace place : here) {
        if (!emptied.contains(place.type()) && (place.decidesKey() || !keysOnly)) {
          mark(place, change, now, once);
        }
      }
    }
    for (JoinedType type : emptied) {
      at.accept(type.plan().root());
      markAll(type, kept, marker);
    }
  }

  private List<JoinPlace> at(TableId table) {
    return places.getOrDefault(table, List.of());
  }

  private static void mark(JoinPlace place, AppliedChange change, Climb now, Climb once)
      throws InterruptedException {
    Row before = change.before();
    Row after = change.after();
    if (before != null && after != null && !place.matters(before, after)) {
      return;
    }
    if (after != null) {
      now.from(place, after);
    }
    if (before != null && place.leaves(before, after)) {
      once.from(place, before);
    }
  }

  private static void markAll(JoinedType type, KeptChanges kept, DirtyRoots.Marker marker)
      throws InterruptedException {
    TableId table = type.plan().root();
    scan(kept.after(), table, root -> marker.mark(type, root, true));
    scan(
        kept.before(),
        table,
        root -> {
          if (kept.after().get(root) == null) {
            marker.mark(type, root, true);
          }
        });
  }

  /** Takes row keys, and may wait for what it does with them. */
  @FunctionalInterface
  interface EachRow {
    void accept(RowKey key) throws InterruptedException;
  }

  /** Hands over the keys of all rows of a table; a bounded number of them is held at a time. */
  static void scan(RowLookup rows, TableId table, EachRow each) throws InterruptedException {
    @Nullable RowKey after = null;
    do {
      List<RowKey> found = new ArrayList<>();
      after = rows.rows(table, after, SCAN, kept -> found.add(kept.row().key())).orElse(null);
      for (RowKey key : found) {
        each.accept(key);
      }
    } while (after != null);
  }
}
