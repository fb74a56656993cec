package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Problems;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notices when a table changes so that rows of it that are kept fit those that come no more: before
 * they are mixed. A schema from before the newest one that was seen (a replay) says nothing.
 */
final class KeptFit {
  private final Map<TableId, KeptTable> kept = new HashMap<>();
  private final Map<TableId, TableSchema> catalog = new HashMap<>();
  private final Map<TableId, Seen> newest = new HashMap<>();
  private final List<ItemTypePlan> types;

  /** The newest shape of a table, and since which version it has been known. */
  private record Seen(Version since, TableSchema schema) {}

  KeptFit(Collection<KeptTable> tables, List<ItemTypePlan> types) {
    tables.forEach(table -> kept.put(table.table(), table));
    this.types = types;
    types.stream()
        .flatMap(type -> type.catalog().stream())
        .forEach(schema -> catalog.put(schema.table(), schema));
  }

  /**
   * Takes the catalog for what rows looked like so far, so that the first row of a table is held
   * against something, too: a table may change before it is heard of for the first time.
   *
   * @param version where the source was when the catalog had been read
   */
  void describedAt(Version version) {
    catalog.forEach((table, schema) -> newest.put(table, new Seen(version, schema)));
  }

  /**
   * Whether rows that were kept earlier, in these shapes, go with those that the catalog describes.
   *
   * @param shapes of kept rows; a column that rows of a shape lack is of kind {@code UNSUPPORTED}
   * @throws dev.lockstep.problem.LockstepException if a column has become of another kind
   */
  void requireLike(Collection<TableSchema> shapes) {
    Problems problems = new Problems();
    for (KeptTable table : kept.values()) {
      TableSchema now = catalog.get(table.table());
      if (now != null) {
        table.columns().stream()
            .filter(column -> shapes.stream().anyMatch(shape -> isUnlike(shape, now, column)))
            .forEach(
                column -> changed(now.table(), now.columns().get(now.indexOf(column)), problems));
      }
    }
    problems.throwIfErrors();
  }

  private static boolean isUnlike(TableSchema shape, TableSchema now, String name) {
    Column was = shape.table().equals(now.table()) ? column(shape, name) : null;
    Column is = column(now, name);
    return was != null
        && is != null
        && was.type().kind() != Kind.UNSUPPORTED
        && !isLike(was.type().kind(), is.type().kind());
  }

  boolean isKept(TableId table) {
    return kept.containsKey(table);
  }

  /**
   * @throws dev.lockstep.problem.LockstepException if a kept column is gone or has become of
   *     another kind
   */
  void require(NetTransaction net) {
    if (kept.isEmpty()) {
      return;
    }
    Problems problems = new Problems();
    for (RowChange change : net.rows()) {
      KeptTable table = kept.get(change.key().table());
      Row state = change.after() == null ? change.before() : change.after();
      if (table != null && state != null) {
        look(table, state.schema(), net.transaction().version(), problems);
      }
    }
    problems.throwIfErrors();
  }

  private void look(KeptTable table, TableSchema schema, Version version, Problems problems) {
    Seen seen = newest.get(table.table());
    if (seen != null && (seen.schema() == schema || !version.isAfter(seen.since()))) {
      return;
    }
    boolean fits = true;
    for (String column : table.columns()) {
      fits &= seen == null || compare(seen.schema(), schema, column, problems);
    }
    if (fits) {
      newest.put(table.table(), new Seen(version, schema));
    }
  }

  private boolean compare(TableSchema before, TableSchema now, String name, Problems problems) {
    Column was = column(before, name);
    Column is = column(now, name);
    if (was != null && is == null) {
      gone(now.table(), name, problems);
    } else if (was != null && is != null && !isLike(was.type().kind(), is.type().kind())) {
      changed(now.table(), is, problems);
    } else {
      return true;
    }
    return false;
  }

  private static @Nullable Column column(TableSchema schema, String name) {
    int place = schema.indexOf(name);
    return place < 0 ? null : schema.columns().get(place);
  }

  private static boolean isLike(Kind was, Kind is) {
    return was == is || (isExact(was) && isExact(is));
  }

  /** Numbers of these kinds are equal when they are the same number. */
  private static boolean isExact(Kind kind) {
    return kind == Kind.INTEGER || kind == Kind.DECIMAL;
  }

  private void gone(TableId table, String column, Problems problems) {
    problems.error(
        "MAPPED-COLUMN-GONE",
        "column '" + column + "' of " + table + " was dropped or renamed, and items need it",
        placeOf(table),
        "Take it out of the mapping or name its successor, then start again. Where the mapping"
            + " does not name it, a restart goes on without it.");
  }

  private void changed(TableId table, Column column, Problems problems) {
    problems.error(
        "KEPT-COLUMN-CHANGED",
        "column '"
            + column.name()
            + "' of "
            + table
            + " has become of type "
            + column.type()
            + ", and the rows that are kept hold it as it was",
        placeOf(table),
        "Start with 'run --reload', so that all rows are read again.");
  }

  private Place placeOf(TableId table) {
    return types.stream()
        .map(ItemTypePlan::definition)
        .filter(item -> item.root().equals(table))
        .map(ItemDefinition::rootPlace)
        .findFirst()
        .orElseGet(() -> types.get(0).definition().place());
  }
}
