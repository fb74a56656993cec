package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.ForeignKeyAction.Effect;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.yaml.Interpolation;
import dev.lockstep.yaml.Problems;
import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.YamlFile;
import dev.lockstep.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a scenario: by name, {@code columns} (type, and {@code null} where it may be NULL),
 * {@code key}, {@code full} (REPLICA IDENTITY FULL), {@code toastable}, and {@code follows}:
 * foreign keys whose actions are not logged, by name ({@code by}, {@code parent}, {@code key},
 * {@code on-delete}, {@code on-update}).
 */
final class SourceTables {
  private final Map<TableId, SourceTable> tables = new LinkedHashMap<>();

  /** Reads tables as scenarios write them. */
  static SourceTables parse(String yaml) {
    SourceTables parsed = new SourceTables();
    Problems problems = new Problems();
    Section root = YamlFile.parse("tables.yaml", yaml, Interpolation.NONE, problems);
    for (String name : root.keys()) {
      SourceTable table = table(TableId.parse(name), root.section(name));
      parsed.tables.put(table.schema().table(), table);
    }
    problems.throwIfErrors();
    return parsed;
  }

  private static SourceTable table(TableId id, Section section) {
    List<Column> columns = new ArrayList<>();
    section.textMap("columns").forEach((name, type) -> columns.add(column(name, type)));
    TableSchema schema = new TableSchema(id, columns, section.texts("key"));
    List<ForeignKeyAction> follows = new ArrayList<>();
    section.sections("follows").forEach((name, key) -> follows.add(action(name, id, key)));
    SourceTable table =
        new SourceTable(
            schema, -1, section.bool("full", false), section.texts("toastable"), follows);
    section.done();
    return table;
  }

  private static ForeignKeyAction action(String name, TableId child, Section key) {
    ForeignKeyAction action =
        new ForeignKeyAction(
            name,
            child,
            key.texts("by"),
            TableId.parse(key.text("parent")),
            key.texts("key"),
            key.choice("on-delete", Effect.class, Effect.NONE),
            key.choice("on-update", Effect.class, Effect.NONE));
    key.done();
    return action;
  }

  private static Column column(String name, String type) {
    boolean nullable = type.endsWith(" null");
    return new Column(name, HeldValues.type(type.replace(" null", "")), nullable);
  }

  Map<TableId, SourceTable> all() {
    return tables;
  }

  SourceTable get(TableId id) {
    return Objects.requireNonNull(tables.get(id), () -> "no table " + id);
  }

  TableSchema schema(String table) {
    return get(TableId.parse(table)).schema();
  }

  /** A row with the given columns; the others are NULL. */
  Row row(TableSchema schema, YamlNode.Mapping values) {
    @Nullable Object[] held = new Object[schema.columns().size()];
    for (YamlNode.Entry entry : values.entries()) {
      int place = schema.indexOf(entry.key());
      if (place < 0) {
        throw new IllegalArgumentException(entry.keyPlace() + ": no such column");
      }
      held[place] = HeldValues.held(entry.value(), schema.columns().get(place).type());
    }
    return new Row(schema, held);
  }

  /** A row written as YAML: <code>{ id: 1, name: Ada }</code>. */
  Row row(String table, String values) {
    Section root = YamlFile.parse("row.yaml", "row: " + values, Interpolation.NONE, new Problems());
    return row(schema(table), (YamlNode.Mapping) root.node("row").orElseThrow());
  }
}
