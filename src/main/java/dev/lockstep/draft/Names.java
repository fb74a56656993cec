package dev.lockstep.draft;

import dev.lockstep.change.TableId;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Gives names to item types, attributes, embeds and lookups, such that no two are the same. */
final class Names {
  private final List<TableStructure> tables;
  private final String common;
  private final Set<String> items = new HashSet<>();
  private final Map<String, String> itemNames = new HashMap<>();
  private final Map<TableId, Set<String>> taken = new TreeMap<>();
  private final Map<String, String> attributes = new HashMap<>();
  private final Map<String, String> inside = new HashMap<>();

  Names(List<TableStructure> tables) {
    this.tables = tables;
    this.common = commonPrefix(tables.stream().map(t -> t.table().name()).toList());
    tables.forEach(table -> taken.put(table.table(), columnsOf(table)));
  }

  private static Set<String> columnsOf(TableStructure table) {
    Set<String> names = new HashSet<>();
    for (Field field : table.fields()) {
      names.add(field.name());
      // A lookup by this name would be taken for the beginning of the column's.
      int dot = field.name().indexOf('.');
      names.add(dot < 0 ? field.name() : field.name().substring(0, dot));
    }
    return names;
  }

  /** The text up to a line that all names begin with: {@code pgbench_}. */
  private static String commonPrefix(List<String> names) {
    String first = names.isEmpty() ? "" : names.get(0);
    String prefix = first.substring(0, first.indexOf('_') + 1);
    boolean shared =
        names.size() > 1
            && names.stream().allMatch(n -> n.startsWith(prefix) && n.length() > prefix.length());
    return shared ? prefix : "";
  }

  private String bare(TableStructure table) {
    String name = table.table().name();
    return name.startsWith(common) ? name.substring(common.length()) : name;
  }

  /** A word for a row of a table. */
  String row(TableStructure table) {
    return Words.slug(Words.singular(bare(table)), "_");
  }

  /** The item type of a table. */
  String item(TableStructure table) {
    return itemNames.computeIfAbsent(
        table.table().toString(), t -> free(items, row(table).replace('_', '-'), "-"));
  }

  /** The item type of the second direction of a join. */
  String item(TableStructure table, Link side) {
    String wanted = item(table) + "-by-" + stem(side).replace('_', '-');
    return itemNames.computeIfAbsent(
        table.table() + " " + side.columns(), t -> free(items, wanted, "-"));
  }

  /** What the keys of an item type begin with. */
  static String prefix(String item) {
    return item.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** An attribute that no column of any table and nothing else is called. */
  String attribute(String wanted) {
    return attributes.computeIfAbsent(
        wanted,
        name -> {
          String candidate = name;
          while (isTaken(candidate)) {
            candidate = candidate + "_";
          }
          String free = candidate;
          taken.values().forEach(names -> names.add(free));
          return free;
        });
  }

  private boolean isTaken(String name) {
    return tables.stream().anyMatch(t -> taken.getOrDefault(t.table(), Set.of()).contains(name));
  }

  /** What a child's row calls the row that it looks up. */
  String lookup(Link link) {
    return inside.computeIfAbsent(
        "lookup " + link.child().table() + link.columns() + link.parent().table(),
        key -> free(takenIn(link.child()), stem(link), "_"));
  }

  /** What a parent's row calls the children that it carries. */
  String embed(Link link) {
    return inside.computeIfAbsent(
        "embed " + link.child().table() + link.columns() + link.parent().table(),
        key -> free(takenIn(link.parent()), embedded(link), "_"));
  }

  /** The name under which a row shows a column whose name it cannot have. */
  String instead(TableStructure table, String column) {
    return inside.computeIfAbsent(
        "instead " + table.table() + " " + column,
        key -> free(takenIn(table), Words.slug(column, "_"), "_"));
  }

  private Set<String> takenIn(TableStructure table) {
    return taken.computeIfAbsent(table.table(), t -> new HashSet<>());
  }

  private String embedded(Link link) {
    String name = Words.slug(bare(link.child()), "_");
    String owner = row(link.parent()) + "_";
    String plain = name.startsWith(owner) ? name.substring(owner.length()) : name;
    return link.isOneToOne() ? Words.singular(plain) : plain;
  }

  /** What a row calls the rows to which a table of pairs joins it. */
  String joined(Join.Side side) {
    Link other = side.other();
    boolean same = other.parent().equals(side.link().parent());
    String wanted = same ? stem(other) + "s" : Words.slug(bare(other.parent()), "_");
    return inside.computeIfAbsent(
        "joined " + other.child().table() + side.link().columns(),
        key -> free(takenIn(side.link().parent()), wanted, "_"));
  }

  private String stem(Link link) {
    String row = row(link.parent());
    String column = telling(link);
    String stem = Words.slug(Words.stem(column), "_");
    boolean sameName = link.toColumns().contains(column);
    return sameName && !stem.equals(row) ? row : unlike(column, stem, row);
  }

  /** Of several columns, the one that is there for the reference alone. */
  private static String telling(Link link) {
    List<String> columns = link.columns();
    List<String> own = columns.stream().filter(c -> !link.child().key().contains(c)).toList();
    return own.isEmpty() ? columns.get(columns.size() - 1) : own.get(own.size() - 1);
  }

  private static String unlike(String column, String stem, String row) {
    return stem.equals(column) ? stem + "_" + row : stem;
  }

  private static String free(Set<String> taken, String wanted, String between) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + between + i;
    }
    return name;
  }
}
