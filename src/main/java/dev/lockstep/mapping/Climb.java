package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes up from rows to the roots that show them, in one state of the kept rows. Rows are taken in
 * scans of bounded length, one at each level of the tree. A way that was gone already is not gone
 * again, as long as it is remembered: twenty lines of one order lead to it once.
 */
final class Climb {
  private static final int SCAN = 256;
  private static final int REMEMBERED_WAYS = 10_000;

  private final RowLookup rows;
  private final DirtyRoots.Marker marker;
  private final Set<Way> gone = new HashSet<>();

  /** All ways up from a place for rows with these values. */
  private record Way(JoinPlace from, boolean decidesKey, List<Object> linked) {}

  Climb(RowLookup rows, DirtyRoots.Marker marker) {
    this.rows = rows;
    this.marker = marker;
  }

  /** Marks all roots above a row. */
  void from(JoinPlace place, Row row) throws InterruptedException {
    up(place, row, place.decidesKey());
  }

  private void up(JoinPlace place, Row row, boolean decidesKey) throws InterruptedException {
    JoinPlace parent = place.parent();
    if (parent == null) {
      marker.mark(place.type(), row.key(), decidesKey);
      return;
    }
    List<Object> linked = place.linkOf(row);
    if (linked != null && isNew(new Way(place, decidesKey, linked))) {
      toParents(place, parent, linked, decidesKey);
    }
  }

  private boolean isNew(Way way) {
    if (gone.size() == REMEMBERED_WAYS) {
      gone.clear();
    }
    return gone.add(way);
  }

  private void toParents(JoinPlace place, JoinPlace parent, List<Object> linked, boolean decidesKey)
      throws InterruptedException {
    RowKey only = place.parentKey(linked);
    if (only == null) {
      scanParents(place, parent, linked, decidesKey);
      return;
    }
    RowLookup.KeptRow found = rows.get(only);
    if (found != null) {
      up(parent, found.row(), decidesKey);
    }
  }

  private void scanParents(
      JoinPlace place, JoinPlace parent, List<Object> linked, boolean decidesKey)
      throws InterruptedException {
    int index = place.node().link().parentIndex();
    @Nullable RowKey after = null;
    do {
      List<Row> found = new ArrayList<>();
      after =
          rows.children(
                  parent.node().table(), index, linked, after, SCAN, kept -> found.add(kept.row()))
              .orElse(null);
      for (Row row : found) {
        up(parent, row, decidesKey);
      }
    } while (after != null);
  }
}
