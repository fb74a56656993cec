package dev.lockstep.mapping;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.Numbers;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import dev.lockstep.yaml.Problems;
import dev.lockstep.yaml.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles one item type. */
final class ItemCompiler {
  private final ItemDefinition item;
  private final Map<String, TableDefinition> tables;
  private final Map<TableId, SourceTable> sources;
  private final Collection<TableId> known;
  private final Problems problems;

  ItemCompiler(
      ItemDefinition item,
      Map<String, TableDefinition> tables,
      Map<TableId, SourceTable> sources,
      Collection<TableId> known,
      Problems problems) {
    this.item = item;
    this.tables = tables;
    this.sources = sources;
    this.known = known;
    this.problems = problems;
  }

  /** The plan; empty if table or source are not known. Whatever is wrong is among the problems. */
  Optional<ItemTypePlan> compile() {
    TableDefinition table = tables.get(item.table().name());
    SourceTable source = sources.get(item.root());
    if (table == null) {
      unknownTable();
    }
    if (source == null) {
      unknownSource();
    }
    return table == null || source == null
        ? Optional.empty()
        : Optional.of(compile(table.spec(), source));
  }

  private ItemTypePlan compile(TableSpec table, SourceTable source) {
    TableSchema schema = source.schema();
    checkRowKey(schema);
    Map<String, ValueDefinition> key = key(table);
    List<KeyPattern> patterns = new ArrayList<>();
    for (KeyAttribute attribute : TableDefinition.keyOf(table)) {
      ValueDefinition value = key.get(attribute.name());
      if (value != null) {
        patterns.add(KeyPattern.of(value, schema));
      }
    }
    boolean fromRowKey = new HashSet<>(schema.keyColumns()).containsAll(columnsOf(key));
    KeyChecks checks = new KeyChecks(item.name(), key, schema, problems);
    boolean changesHands = !fromRowKey && !checks.tellsRowsApart();
    ItemTypePlan plan = new ItemTypePlan(item, table, key, fromRowKey, changesHands, patterns);
    new Binder(plan, schema, Binder.Occasion.COMPILE, problems).bind();
    new RowChecks(plan, source, problems).check();
    checks.check();
    return plan;
  }

  private static List<String> columnsOf(Map<String, ValueDefinition> key) {
    return key.values().stream().flatMap(v -> ItemTypePlan.columnsOf(v).stream()).toList();
  }

  /**
   * The key's definitions in the table's order; a missing one is reported and stands for itself.
   */
  private Map<String, ValueDefinition> key(TableSpec table) {
    List<KeyAttribute> attributes = TableDefinition.keyOf(table);
    List<String> names = attributes.stream().map(KeyAttribute::name).toList();
    Map<String, ValueDefinition> key = new LinkedHashMap<>();
    for (KeyAttribute attribute : attributes) {
      key.put(attribute.name(), keyValue(attribute, table));
    }
    item.key().forEach((name, value) -> checkKeyName(name, value, names, table));
    return key;
  }

  private ValueDefinition keyValue(KeyAttribute attribute, TableSpec table) {
    @Nullable ValueDefinition value = item.key().get(attribute.name());
    if (value != null) {
      return ValueBinder.typed(value, attribute.type());
    }
    problems.error(
        "KEY-INCOMPLETE",
        "item type '"
            + item.name()
            + "' gives no value to '"
            + attribute.name()
            + "', a key attribute of table '"
            + table.name()
            + "'",
        item.place(),
        "Add it under 'key'.");
    Value any = attribute.type() == KeyType.N ? Numbers.of(0) : new Value.Text("");
    return new ValueDefinition.Constant(any, item.place());
  }

  private void checkKeyName(
      String name, ValueDefinition value, List<String> names, TableSpec table) {
    if (!names.contains(name)) {
      problems.error(
          "KEY-UNKNOWN",
          "'"
              + name
              + "' in the key of item type '"
              + item.name()
              + "' is no key attribute of"
              + " table '"
              + table.name()
              + "'",
          value.place(),
          Suggestions.didYouMean(name, names)
              + "Key attributes are "
              + String.join(", ", names)
              + "; others belong under 'attributes'.");
    }
  }

  private void checkRowKey(TableSchema schema) {
    for (Named column : item.identity()) {
      if (schema.indexOf(column.name()) < 0) {
        problems.error(
            "UNKNOWN-COLUMN",
            "the identity of item type '"
                + item.name()
                + "' names '"
                + column
                + "', which is no"
                + " column of "
                + schema.table(),
            column.place(),
            Suggestions.didYouMean(
                    column.name(), schema.columns().stream().map(c -> c.name()).toList())
                + "Name columns that together are unique and never NULL.");
      }
    }
    if (schema.keyColumns().isEmpty() && item.identity().isEmpty()) {
      problems.error(
          "NO-ROW-KEY",
          "table " + schema.table() + " of item type '" + item.name() + "' has no primary key",
          item.rootPlace(),
          "Name unique columns that are never NULL with 'identity: [columns]', or add a primary"
              + " key.");
    }
  }

  private void unknownTable() {
    problems.error(
        "UNKNOWN-TABLE",
        "item type '"
            + item.name()
            + "' writes to table '"
            + item.table()
            + "', which 'tables'"
            + " does not name",
        item.table().place(),
        Suggestions.didYouMean(item.table().name(), tables.keySet())
            + "Tables are "
            + String.join(", ", tables.keySet())
            + ".");
  }

  private void unknownSource() {
    List<String> names = known.stream().map(TableId::toString).toList();
    problems.error(
        "UNKNOWN-SOURCE-TABLE",
        "item type '"
            + item.name()
            + "' reads "
            + item.root()
            + ", and the source has no such"
            + " table, or this user may not see it",
        item.rootPlace(),
        Suggestions.didYouMean(item.root().toString(), names)
            + "Check schema and name, and GRANT SELECT on the table.");
  }
}
