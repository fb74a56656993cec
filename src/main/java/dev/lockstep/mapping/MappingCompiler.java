package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.yaml.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a mapping against the source's tables and makes the plan that everything else runs on. */
public final class MappingCompiler {
  private final MappingDefinition definition;
  private final Map<TableId, SourceTable> sources;
  private final Collection<TableId> known;
  private final Problems problems = new Problems();

  private MappingCompiler(
      MappingDefinition definition, Map<TableId, SourceTable> sources, Collection<TableId> known) {
    this.definition = definition;
    this.sources = sources;
    this.known = known;
  }

  /**
   * Compiles a mapping.
   *
   * @param sources the tables that {@link MappingDefinition#sources} names, described with the
   *     identities given there, and those that {@link MappingDefinition#describe} adds; those that
   *     do not exist are absent
   * @throws dev.lockstep.problem.LockstepException with all that is wrong
   */
  public static MappingPlan compile(
      MappingDefinition definition, Map<TableId, SourceTable> sources) {
    return compile(definition, sources, sources.keySet());
  }

  /**
   * Compiles a mapping.
   *
   * @param known all tables of the source, for suggestions
   * @throws dev.lockstep.problem.LockstepException with all that is wrong
   */
  public static MappingPlan compile(
      MappingDefinition definition, Map<TableId, SourceTable> sources, Collection<TableId> known) {
    return new MappingCompiler(definition, sources, known).compile();
  }

  private MappingPlan compile() {
    List<ItemTypePlan> types = new ArrayList<>();
    Sources found = new Sources(sources, known, problems);
    Keeping keeping = new Keeping();
    for (ItemDefinition item : definition.items().values()) {
      new ItemCompiler(item, definition.tables(), found, keeping).compile().ifPresent(types::add);
    }
    SilentKeeping silent = new SilentKeeping(sources, keeping, problems);
    types.forEach(silent::keep);
    checkIdentities();
    problems.throwIfErrors();
    warnOfOverlaps(types);
    warnOfUnused(types);
    List<TableSpec> tables =
        definition.tables().values().stream().map(TableDefinition::spec).toList();
    return new MappingPlan(
        tables,
        types,
        needs(types, keeping.tables(), silent.actions()),
        keeping.tables(),
        keeping.reasons(),
        silentActions(silent.actions()),
        problems.warnings());
  }

  /** All that read one table must mean the same rows. */
  private void checkIdentities() {
    Map<TableId, List<String>> chosen = definition.sources();
    for (TableUse use : definition.uses()) {
      List<String> identity = use.identity().stream().map(Named::name).toList();
      if (!identity.isEmpty() && !identity.equals(chosen.get(use.table()))) {
        problems.error(
            "IDENTITY-CONFLICT",
            use.user()
                + " names other identity columns for "
                + use.table()
                + " than the mapping does before it",
            use.identity().get(0).place(),
            "Name the same columns in the same order.");
      }
    }
  }

  private void warnOfOverlaps(List<ItemTypePlan> types) {
    for (int i = 0; i < types.size(); i++) {
      for (ItemTypePlan other : types.subList(i + 1, types.size())) {
        if (types.get(i).keysOverlap(other)) {
          warnOfOverlap(types.get(i), other);
        }
      }
    }
  }

  private void warnOfOverlap(ItemTypePlan first, ItemTypePlan second) {
    problems.warning(
        "KEYS-OVERLAP",
        "items of types '"
            + first.name()
            + "' and '"
            + second.name()
            + "' can have the same key in"
            + " table '"
            + first.table().name()
            + "': one may overwrite the other, and a TRUNCATE"
            + " of one's root removes both's items",
        second.definition().place(),
        "Begin one of their keys with a text that the other cannot have.");
  }

  private void warnOfUnused(List<ItemTypePlan> types) {
    for (TableDefinition table : definition.tables().values()) {
      List<ItemTypePlan> inTable =
          types.stream().filter(type -> type.table().equals(table.spec())).toList();
      if (inTable.isEmpty()) {
        problems.warning(
            "TABLE-UNUSED",
            "no item type writes to table '" + table.spec().name() + "'",
            table.place(),
            "Remove the table, or add an item type for it.");
      } else {
        warnOfEmptyIndexes(table, inTable);
      }
    }
  }

  private void warnOfEmptyIndexes(TableDefinition table, List<ItemTypePlan> types) {
    Set<String> names = new HashSet<>();
    for (ItemTypePlan type : types) {
      names.addAll(type.key().keySet());
      names.addAll(shownBy(type));
    }
    for (KeyAttribute attribute : TableDefinition.indexKeysOf(table.spec())) {
      if (names.add(attribute.name())) {
        problems.warning(
            "INDEX-EMPTY",
            "no item type of table '"
                + table.spec().name()
                + "' has attribute '"
                + attribute.name()
                + "', so nothing will be in the index that needs it",
            table.place(),
            "Add the attribute to an item type, or remove the index.");
      }
    }
  }

  private Set<String> shownBy(ItemTypePlan type) {
    Content content = type.definition().content();
    Set<String> names = new HashSet<>(content.attributes().keySet());
    names.addAll(content.lookups().keySet());
    source(type.root()).schema().columns().stream()
        .map(Column::name)
        .filter(content::showsColumn)
        .forEach(names::add);
    return names;
  }

  private SourceTable source(TableId table) {
    SourceTable source = sources.get(table);
    if (source == null) {
      throw new IllegalStateException(table + " was there a moment ago");
    }
    return source;
  }

  private Map<TableId, TableNeeds> needs(
      List<ItemTypePlan> types, List<KeptTable> kept, List<SilentAction> silent) {
    Map<TableId, List<String>> read = definition.sources();
    for (SilentAction action : silent) {
      read.putIfAbsent(action.child(), List.of());
      read.putIfAbsent(action.action().parent(), List.of());
    }
    Map<TableId, TableNeeds> needs = new LinkedHashMap<>();
    Needs all = new Needs(types, kept, silent);
    read.forEach((table, identity) -> needs.put(table, all.of(source(table), identity)));
    return needs;
  }

  private Map<SilentAction, TableSchema> silentActions(List<SilentAction> silent) {
    Map<SilentAction, TableSchema> actions = new LinkedHashMap<>();
    silent.forEach(action -> actions.put(action, source(action.child()).schema()));
    return actions;
  }
}
