package dev.lockstep.mapping;

import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

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

  /**
   * Describes the tables that the mapping reads, and those whose rows take rows of these along
   * without a word in the source's log: their changes must be read too.
   *
   * @param catalog describes tables with given identities; those that do not exist are absent
   */
  public Map<TableId, SourceTable> describe(
      Function<Map<TableId, List<String>>, Map<TableId, SourceTable>> catalog) {
    Map<TableId, SourceTable> described = new LinkedHashMap<>();
    Set<TableId> asked = new HashSet<>();
    Map<TableId, List<String>> open = sources();
    while (!open.isEmpty()) {
      asked.addAll(open.keySet());
      Map<TableId, SourceTable> found = catalog.apply(open);
      described.putAll(found);
      open = new LinkedHashMap<>();
      for (SourceTable table : found.values()) {
        for (ForeignKeyAction action : SilentKeeping.actionsOn(table)) {
          if (!asked.contains(action.parent())) {
            open.put(action.parent(), List.of());
          }
        }
      }
    }
    return described;
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
