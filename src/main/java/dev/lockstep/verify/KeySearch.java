package dev.lockstep.verify;

import dev.lockstep.change.Row;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.problem.LockstepException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds the rows that may make an item with a given key, where an index leads to them. */
final class KeySearch {
  /** With more rows than that, the key does not tell enough of its row. */
  private static final int MOST_ROWS = 200;

  private final Expectations expectations;
  private final Map<Columns, Boolean> indexed = new HashMap<>();

  private record Columns(ItemTypePlan type, Set<String> names) {}

  KeySearch(Expectations expectations) {
    this.expectations = expectations;
  }

  /**
   * What rows of a type make with this very key.
   *
   * @return empty if that cannot be told from the key without reading the whole table
   */
  Optional<List<Expected>> find(ItemTypePlan type, ItemKey key) {
    Optional<Map<String, String>> shown = type.columnsIn(key);
    if (shown.isEmpty()) {
      return type.ownsKey(key) ? Optional.empty() : Optional.of(List.of());
    }
    Map<String, String> columns = searchable(type, shown.get());
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<Row> rows = rows(type, columns);
    return rows.size() > MOST_ROWS ? Optional.empty() : Optional.of(making(type, key, rows));
  }

  private List<Expected> making(ItemTypePlan type, ItemKey key, List<Row> rows) {
    return expectations.of(type, rows).stream().filter(e -> key.equals(e.key())).toList();
  }

  private List<Row> rows(ItemTypePlan type, Map<String, String> columns) {
    try {
      return expectations.counted(
          expectations.probe().find(expectations.schema(type), columns, MOST_ROWS + 1));
    } catch (LockstepException e) {
      if (e.problem().code().equals("VALUE-UNREADABLE")) {
        return List.of();
      }
      throw e;
    }
  }

  /** The whole row key if it is shown; else all that is shown, if an index has it. */
  private Map<String, String> searchable(ItemTypePlan type, Map<String, String> shown) {
    TableSchema schema = expectations.schema(type);
    Map<String, String> known = new TreeMap<>(shown);
    known.keySet().removeIf(column -> schema.indexOf(column) < 0);
    Map<String, String> key = new TreeMap<>(known);
    key.keySet().retainAll(schema.keyColumns());
    if (!key.isEmpty() && isIndexed(type, key)) {
      return key;
    }
    for (Map.Entry<String, String> one : known.entrySet()) {
      if (isIndexed(type, Map.of(one.getKey(), one.getValue()))) {
        return Map.of(one.getKey(), one.getValue());
      }
    }
    return Map.of();
  }

  private boolean isIndexed(ItemTypePlan type, Map<String, String> columns) {
    return indexed.computeIfAbsent(
        new Columns(type, Set.copyOf(columns.keySet())),
        it ->
            expectations
                .probe()
                .missingIndex(type.root(), List.copyOf(columns.keySet()))
                .isEmpty());
  }
}
