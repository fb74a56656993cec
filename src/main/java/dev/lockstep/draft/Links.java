package dev.lockstep.draft;

import dev.lockstep.change.TableId;
import dev.lockstep.source.Spread;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import dev.lockstep.source.TableStructure.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds how tables reference each other: by what the source declares, and by names. */
final class Links {
  /** Names of keys that say nothing of their table. */
  private static final Set<String> GENERIC = Set.of("id", "uuid", "guid", "oid", "rowid");

  private final Map<TableId, TableStructure> tables = new TreeMap<>();
  private final Spreads spreads;
  private final List<Link> found = new ArrayList<>();

  private Links(List<TableStructure> structures, Spreads spreads) {
    structures.forEach(structure -> tables.put(structure.table(), structure));
    this.spreads = spreads;
  }

  /** All links among some tables, by child; those of a child in the order of its columns. */
  static List<Link> among(List<TableStructure> structures, Spreads spreads) {
    Links links = new Links(structures, spreads);
    links.tables.values().forEach(links::from);
    return List.copyOf(links.found);
  }

  private void from(TableStructure child) {
    child.references().forEach(reference -> declared(child, reference));
    for (Field field : child.fields()) {
      boolean declared =
          child.references().stream().anyMatch(r -> r.columns().contains(field.name()));
      if (!declared && !field.generated() && !child.key().equals(List.of(field.name()))) {
        inferred(child, field);
      }
    }
  }

  private void declared(TableStructure child, Reference reference) {
    TableStructure parent = tables.get(reference.to());
    if (parent != null) {
      add(child, reference, parent, true);
    }
  }

  private void add(
      TableStructure child, Reference reference, TableStructure parent, boolean declared) {
    boolean twice =
        found.stream()
            .anyMatch(
                link ->
                    link.child().equals(child)
                        && link.parent().equals(parent)
                        && link.columns().equals(reference.columns()));
    if (!twice) {
      Spread spread = spreads.of(child.table(), reference.columns());
      found.add(
          new Link(
              child,
              reference.columns(),
              parent,
              reference.toColumns(),
              reference.cascades(),
              declared,
              spread));
    }
  }

  private void inferred(TableStructure child, Field field) {
    List<TableStructure> parents =
        tables.values().stream()
            .filter(parent -> parent.table().schema().equals(child.table().schema()))
            .filter(parent -> !parent.equals(child) && isNamedAfter(parent, field))
            .toList();
    if (parents.size() == 1) {
      TableStructure parent = parents.get(0);
      Reference reference =
          new Reference(List.of(field.name()), parent.table(), parent.key(), false);
      add(child, reference, parent, false);
    }
  }

  /** {@code customer_id} for the {@code id} of {@code customers}; {@code bid} for the key bid. */
  private static boolean isNamedAfter(TableStructure parent, Field field) {
    if (parent.key().size() != 1) {
      return false;
    }
    String key = parent.key().get(0);
    boolean sameType =
        parent.field(key).map(k -> k.type().kind() == field.type().kind()).orElse(false);
    String name = field.name().toLowerCase(Locale.ROOT);
    String table = parent.table().name().toLowerCase(Locale.ROOT);
    String id = key.toLowerCase(Locale.ROOT);
    boolean byTable =
        name.equals(Words.singular(table) + "_" + id) || name.equals(table + "_" + id);
    boolean byKey = name.equals(id) && id.endsWith("id") && !GENERIC.contains(id);
    return sameType && (byTable || byKey);
  }
}
