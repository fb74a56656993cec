package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns that a plan reads of each table when it asks the source itself: those that are
 * mapped, those that are kept, and the key.
 */
public final class ReadColumns {
  private final Map<TableId, TableSchema> schemas = new HashMap<>();

  /**
   * @param tables the source's tables; those that the plan does not read are passed over
   */
  public ReadColumns(MappingPlan plan, Map<TableId, SourceTable> tables) {
    Map<TableId, List<String>> kept = new HashMap<>();
    plan.kept().forEach(table -> kept.put(table.table(), table.columns()));
    plan.needs()
        .forEach(
            (table, needs) -> {
              SourceTable known = tables.get(table);
              if (known != null) {
                Set<String> names = new LinkedHashSet<>(needs.columns());
                names.addAll(kept.getOrDefault(table, List.of()));
                schemas.put(table, chosen(known.schema(), names));
              }
            });
  }

  private static TableSchema chosen(TableSchema whole, Set<String> names) {
    names.addAll(whole.keyColumns());
    List<Column> columns =
        whole.columns().stream().filter(column -> names.contains(column.name())).toList();
    return new TableSchema(whole.table(), columns, whole.keyColumns());
  }

  /**
   * The columns that are read of a table.
   *
   * @throws IllegalArgumentException if the plan does not read it
   */
  public TableSchema of(TableId table) {
    TableSchema schema = schemas.get(table);
    if (schema == null) {
      throw new IllegalArgumentException("the plan does not read " + table);
    }
    return schema;
  }
}
