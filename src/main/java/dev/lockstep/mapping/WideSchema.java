package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.TableSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a row together with the rows that it looks up: its own columns first, then theirs
 * under qualified names ({@code product.name}, {@code product.category.name}). Where a looked-up
 * row does not exist, its columns are NULL.
 *
 * @param base the row's own shape
 * @param schema all columns; the key is the row's own
 * @param lookupKeys by the name of a lookup ({@code product.category}), the qualified key columns
 *     of the looked-up table: they tell whether there is a row
 */
record WideSchema(TableSchema base, TableSchema schema, Map<String, List<String>> lookupKeys) {

  /** The shape of a row that looks nothing up. */
  static WideSchema of(TableSchema base) {
    return new WideSchema(base, base, Map.of());
  }

  /**
   * The shape of a row that looks rows up.
   *
   * @param lookups the shapes of the looked-up rows by name, in the order of their columns
   */
  static WideSchema of(TableSchema base, Map<String, TableSchema> lookups) {
    if (lookups.isEmpty()) {
      return of(base);
    }
    List<Column> columns = new ArrayList<>(base.columns());
    Map<String, List<String>> keys = new LinkedHashMap<>();
    lookups.forEach(
        (name, schema) -> {
          schema.columns().forEach(column -> columns.add(qualified(name, column)));
          keys.put(name, schema.keyColumns().stream().map(c -> qualified(name, c)).toList());
        });
    return new WideSchema(base, new TableSchema(base.table(), columns, base.keyColumns()), keys);
  }

  private static Column qualified(String lookup, Column column) {
    return new Column(qualified(lookup, column.name()), column.type(), true);
  }

  /** The name under which a looked-up row's column is known. */
  static String qualified(String lookup, String column) {
    return lookup + "." + column;
  }

  /** The lookup that a qualified column belongs to; null for the row's own columns. */
  @Nullable String lookupOf(String column) {
    if (base.indexOf(column) >= 0) {
      return null;
    }
    return lookupKeys.keySet().stream()
        .filter(lookup -> column.startsWith(lookup + "."))
        .max(Comparator.comparingInt(String::length))
        .orElse(null);
  }

  /** The places of the columns that tell whether a looked-up row exists. */
  int[] presenceOf(String lookup) {
    return lookupKeys.getOrDefault(lookup, List.of()).stream().mapToInt(schema::indexOf).toArray();
  }
}
