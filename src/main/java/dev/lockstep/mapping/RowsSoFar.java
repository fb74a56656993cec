package dev.lockstep.mapping;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Unavailable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows that may follow others, as a transaction has left them so far: the kept rows, and over
 * them what was changed since these were stored.
 */
final class RowsSoFar {
  private final RowLookup kept;
  private final Map<TableId, List<SilentAction>> byChild;
  private final Map<TableId, TableSchema> shapes;
  private final Map<RowKey, Optional<Row>> changed = new HashMap<>();
  private final Map<Reference, Set<RowKey>> referencing = new HashMap<>();
  private final Set<TableId> emptied = new HashSet<>();

  /** What rows reference, by an action's foreign key. */
  private record Reference(SilentAction action, List<Object> values) {
    static Reference of(SilentAction action, List<?> values) {
      List<Object> comparable = new ArrayList<>(values.size());
      values.forEach(value -> comparable.add(comparable(value)));
      return new Reference(action, comparable);
    }

    /** Numbers are equal when they are the same number. */
    private static Object comparable(Object value) {
      if (value instanceof Long number) {
        return BigDecimal.valueOf(number).stripTrailingZeros();
      }
      return value instanceof BigDecimal number ? number.stripTrailingZeros() : value;
    }
  }

  /**
   * @param byChild the actions by the table whose rows they change
   * @param shapes in which rows of these tables are shown
   */
  RowsSoFar(
      RowLookup kept, Map<TableId, List<SilentAction>> byChild, Map<TableId, TableSchema> shapes) {
    this.kept = kept;
    this.byChild = byChild;
    this.shapes = shapes;
  }

  /** All changes so far are among the kept rows. */
  void stored() {
    changed.clear();
    referencing.clear();
    emptied.clear();
  }

  /** Takes a change up; that of another table is nothing to it. */
  void take(Change change) {
    if (!byChild.containsKey(change.table())) {
      return;
    }
    if (change instanceof Change.Insert insert) {
      put(insert.row());
    } else if (change instanceof Change.Update update) {
      update(update);
    } else if (change instanceof Change.Delete delete) {
      remove(delete.before().key());
    } else if (change instanceof Change.Truncate truncate) {
      empty(truncate.table());
    }
  }

  private void update(Change.Update update) {
    Row after = update.after();
    Row earlier = after.hasUnavailable() ? get(update.keyBefore()) : null;
    remove(update.keyBefore());
    put(earlier == null ? after : after.fillFrom(earlier));
  }

  private void put(Row row) {
    RowKey key = row.key();
    remove(key);
    changed.put(key, Optional.of(row));
    for (SilentAction action : actionsOn(row.table())) {
      List<Object> values = action.childValues(row);
      if (values != null) {
        referencing
            .computeIfAbsent(Reference.of(action, values), r -> new LinkedHashSet<>())
            .add(key);
      }
    }
  }

  private void remove(RowKey key) {
    Optional<Row> known = changed.put(key, Optional.empty());
    if (known == null || known.isEmpty()) {
      return;
    }
    for (SilentAction action : actionsOn(key.table())) {
      List<Object> values = action.childValues(known.get());
      Set<RowKey> keys = values == null ? null : referencing.get(Reference.of(action, values));
      if (keys != null) {
        keys.remove(key);
      }
    }
  }

  private void empty(TableId table) {
    emptied.add(table);
    List<RowKey> gone = changed.keySet().stream().filter(key -> key.table().equals(table)).toList();
    gone.forEach(this::remove);
  }

  private List<SilentAction> actionsOn(TableId table) {
    return byChild.getOrDefault(table, List.of());
  }

  /** A row as it is now; null if there is none. */
  @Nullable Row get(RowKey key) {
    Optional<Row> known = changed.get(key);
    if (known != null) {
      return known.orElse(null);
    }
    RowLookup.KeptRow row = emptied.contains(key.table()) ? null : kept.get(key);
    return row == null ? null : shown(row.row());
  }

  /** A row as it is now, if its kept state is the newest but for what was not stored yet. */
  @Nullable Row now(Row keptRow) {
    Optional<Row> known = changed.get(keptRow.key());
    return known == null ? shown(keptRow) : known.orElse(null);
  }

  /** The rows among the changed ones that reference these values. */
  List<RowKey> changedReferencing(SilentAction action, List<?> values) {
    return List.copyOf(referencing.getOrDefault(Reference.of(action, values), Set.of()));
  }

  /**
   * The kept rows that referenced these values, whatever was changed since.
   *
   * @param each takes up to {@code limit} rows
   * @return where to go on; empty at the end
   */
  Optional<RowKey> keptReferencing(
      SilentAction action,
      List<? extends @Nullable Object> values,
      @Nullable RowKey after,
      int limit,
      List<Row> each) {
    return emptied.contains(action.child())
        ? Optional.empty()
        : kept.children(
            action.child(), action.index(), values, after, limit, row -> each.add(row.row()));
  }

  /** Whether a row references these values now. */
  static boolean references(SilentAction action, Row row, List<?> values) {
    List<Object> now = action.childValues(row);
    return now != null && Reference.of(action, now).equals(Reference.of(action, values));
  }

  /** A kept row in the shape that rows of its table have; what is not kept is unavailable. */
  private Row shown(Row row) {
    TableSchema shape = shapes.getOrDefault(row.table(), row.schema());
    @Nullable Object[] values = new Object[shape.columns().size()];
    for (int i = 0; i < values.length; i++) {
      int place = row.schema().indexOf(shape.columns().get(i).name());
      values[i] = place < 0 ? Unavailable.UNAVAILABLE : row.get(place);
    }
    return new Row(shape, values);
  }
}
