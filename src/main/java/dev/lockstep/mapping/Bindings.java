package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Unavailable;
import dev.lockstep.change.Version;
import dev.lockstep.yaml.Problems;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The item types bound to the schemas that rows have shown so far, by identity of the schema. Also
 * notices when a column that items show disappears from a table.
 */
final class Bindings {
  /** A source shares one schema among all rows of a shape; a few survive its restarts. */
  private static final int MAX_SCHEMAS = 4096;

  private final Map<TableId, List<ItemTypePlan>> typesByRoot;
  private final IdentityHashMap<TableSchema, List<BoundItem>> bound = new IdentityHashMap<>();
  private final Map<TableId, Seen> newest = new HashMap<>();

  /** The newest shape of a table, and since which version it has been known. */
  private record Seen(Version since, Set<String> columns) {}

  Bindings(Map<TableId, List<ItemTypePlan>> typesByRoot) {
    this.typesByRoot = typesByRoot;
  }

  /** A row of which only the key is known, in a given shape. */
  static Row stub(RowKey key, TableSchema schema) {
    @Nullable Object[] values = new Object[schema.columns().size()];
    Arrays.fill(values, Unavailable.UNAVAILABLE);
    for (int i = 0; i < schema.keyColumns().size(); i++) {
      values[schema.indexOf(schema.keyColumns().get(i))] = key.values().get(i);
    }
    return new Row(schema, values);
  }

  List<ItemTypePlan> typesOf(TableId root) {
    return typesByRoot.getOrDefault(root, List.of());
  }

  /**
   * The item types of a schema's table, bound to it; empty if no item type has it as root.
   *
   * @param version where the schema was seen; absent outside the stream
   * @throws dev.lockstep.problem.LockstepException if the mapping does not fit the schema any more
   */
  List<BoundItem> of(TableSchema schema, @Nullable Version version) {
    List<BoundItem> known = bound.get(schema);
    return known == null ? bind(schema, version) : known;
  }

  private List<BoundItem> bind(TableSchema schema, @Nullable Version version) {
    Problems problems = new Problems();
    List<BoundItem> items =
        typesOf(schema.table()).stream()
            .map(t -> new Binder(t, schema, Binder.Occasion.SCHEMA_CHANGE, problems).bind())
            .toList();
    if (version != null && !items.isEmpty()) {
      watch(schema, version, problems);
    }
    problems.throwIfErrors();
    if (bound.size() >= MAX_SCHEMAS) {
      bound.clear();
    }
    bound.put(schema, items);
    return items;
  }

  /**
   * A column that the rule for all columns took up, and that a later schema lacks, is gone: items
   * written earlier still show it. A schema from before (a replay) says nothing.
   */
  private void watch(TableSchema schema, Version version, Problems problems) {
    Set<String> columns =
        schema.columns().stream()
            .map(Column::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Seen seen = newest.get(schema.table());
    if (seen == null || version.isAfter(seen.since())) {
      newest.put(schema.table(), new Seen(version, columns));
    }
    if (seen != null && version.isAfter(seen.since())) {
      seen.columns().stream()
          .filter(column -> !columns.contains(column))
          .forEach(column -> gone(schema.table(), column, problems));
    }
  }

  private void gone(TableId table, String column, Problems problems) {
    for (ItemTypePlan type : typesOf(table)) {
      ItemDefinition item = type.definition();
      if (item.columns().followsTable() && item.columns().takes(column)) {
        problems.error(
            "MAPPED-COLUMN-GONE",
            "column '"
                + column
                + "' of "
                + table
                + " was dropped or renamed, and items of type '"
                + item.name()
                + "' show it",
            item.place(),
            "Restart to go on without the column; items written before keep it until they change"
                + " or are repaired.");
      }
    }
  }
}
