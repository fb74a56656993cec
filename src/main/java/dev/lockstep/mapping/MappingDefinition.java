package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mapping as written: read and well-formed, but not yet held against the source's tables. Made by
 * {@link MappingParser}, turned into a plan by {@link MappingCompiler}.
 */
public final class MappingDefinition {
  private final String file;
  private final Map<String, TableDefinition> tables;
  private final Map<String, ItemDefinition> items;

  MappingDefinition(
      String file, Map<String, TableDefinition> tables, Map<String, ItemDefinition> items) {
    this.file = file;
    this.tables = tables;
    this.items = items;
  }

  /** The file that it was read from, for messages. */
  public String file() {
    return file;
  }

  /**
   * The source's tables that the mapping reads, each with the columns that it names as the row's
   * identity; an empty list stands for the primary key.
   */
  public Map<TableId, List<String>> sources() {
    Map<TableId, List<String>> sources = new LinkedHashMap<>();
    for (TableUse use : uses()) {
      List<String> identity = use.identity().stream().map(Named::name).toList();
      sources.merge(use.table(), identity, (a, b) -> a.isEmpty() ? b : a);
    }
    return sources;
  }

  /** Every place that names a table of the source, in the order of the file. */
  List<TableUse> uses() {
    return items.values().stream().flatMap(TableUse::of).toList();
  }

  Map<String, TableDefinition> tables() {
    return tables;
  }

  Map<String, ItemDefinition> items() {
    return items;
  }
}
