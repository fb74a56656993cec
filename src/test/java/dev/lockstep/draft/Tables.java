package dev.lockstep.draft;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.Spread;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import dev.lockstep.source.TableStructure.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables for a draft, in a few words each. */
final class Tables {
  private final List<TableStructure> structures = new ArrayList<>();
  private final Map<String, Spread> spreads = new HashMap<>();

  /** A table under construction. */
  final class Table {
    private final String name;
    private final List<Field> fields = new ArrayList<>();
    private final List<String> key;
    private final List<List<String>> unique = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<Problem> obstacles = new ArrayList<>();

    private Table(String name, List<String> key) {
      this.name = name;
      this.key = key;
    }

    /** Columns as {@code name kind}, with {@code null} behind if they may be NULL. */
    Table columns(String... columns) {
      for (String column : columns) {
        List<String> words = List.of(column.split(" ", -1));
        Kind kind = Kind.valueOf(words.get(1));
        ColumnType type = ColumnType.of(kind, kind == Kind.INTEGER ? "int4" : "text");
        fields.add(new Field(words.get(0), type, words.contains("null"), false, 0, 8));
      }
      return this;
    }

    Table references(String to, List<String> toColumns, String... columns) {
      references.add(new Reference(List.of(columns), id(to), toColumns, false));
      return this;
    }

    Table ownedBy(String to, List<String> toColumns, String... columns) {
      references.add(new Reference(List.of(columns), id(to), toColumns, true));
      return this;
    }

    Table unique(String... columns) {
      unique.add(List.of(columns));
      return this;
    }

    Table hindered(String code, String what) {
      obstacles.add(Problem.error(Category.SOURCE, code, what, name, "mend it"));
      return this;
    }

    /** Children per value of some columns: all have the same number. */
    Table spread(long rows, long perValue, String... columns) {
      spreads.put(
          id(name) + " " + List.of(columns), new Spread(rows, rows / perValue, perValue, true));
      return this;
    }

    Tables end() {
      structures.add(
          new TableStructure(
              id(name), fields, key, true, unique, references, 1_000, 100, obstacles));
      return Tables.this;
    }
  }

  Table table(String name, String... key) {
    return new Table(name, List.of(key));
  }

  Draft draft(Style style) {
    return MappingDraft.of(
        "shop",
        style,
        structures,
        (table, columns) -> spreads.getOrDefault(table + " " + columns, Spread.UNKNOWN));
  }

  /** The lines of an item type, without comments and indentation. */
  List<String> item(String name) {
    return item(draft(Style.SINGLE_TABLE), name);
  }

  static List<String> item(Draft draft, String name) {
    List<String> lines = draft.text().lines().toList();
    int start = lines.indexOf("  " + name + ":");
    return lines.subList(start + 1, lines.size()).stream()
        .takeWhile(line -> line.startsWith("    "))
        .map(String::strip)
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  private static TableId id(String name) {
    return new TableId("public", name);
  }
}
