package dev.lockstep.mapping;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.Numbers;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import dev.lockstep.yaml.Problems;
import dev.lockstep.yaml.Suggestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles one item type. */
final class ItemCompiler {
  private final ItemDefinition item;
  private final Map<String, TableDefinition> tables;
  private final Sources sources;
  private final Keeping keeping;
  private final Problems problems;

  /**
   * @param keeping learns what the item type needs to be kept
   */
  ItemCompiler(
      ItemDefinition item, Map<String, TableDefinition> tables, Sources sources, Keeping keeping) {
    this.item = item;
    this.tables = tables;
    this.sources = sources;
    this.keeping = keeping;
    this.problems = sources.problems();
  }

  /** The plan; empty if table or source are not known. Whatever is wrong is among the problems. */
  Optional<ItemTypePlan> compile() {
    TableDefinition table = tables.get(item.table().name());
    if (table == null) {
      unknownTable();
    }
    SourceTable source = sources.find(item.owner(), item.root(), item.rootPlace());
    return table == null || source == null
        ? Optional.empty()
        : Optional.of(compile(table.spec(), source));
  }

  private ItemTypePlan compile(TableSpec table, SourceTable source) {
    sources.checkRowKey(item.owner(), source.schema(), item.identity(), item.rootPlace());
    Joint root = Joint.root(source);
    RowsCompiler rows = new RowsCompiler(item.owner(), root, item.content(), sources);
    TableSchema wide = rows.wide().schema();
    Map<String, ValueDefinition> key = key(table);
    KeyChecks checks = new KeyChecks(item.name(), key, wide, problems);
    boolean fromRowKey = new HashSet<>(wide.keyColumns()).containsAll(columnsOf(key));
    boolean changesHands = !fromRowKey && !checks.tellsRowsApart();
    Where where = where(wide);
    rows.use(Joint.Use.ITEM_KEY, columnsOf(key));
    rows.use(Joint.Use.CONDITION, where == null ? Set.of() : where.columns());
    rows.useContent();
    rows.compileEmbeds();
    JoinPlan joins =
        new JoinBuilder(item.name(), keeping).build(root, followsFromRoot(key, where, rows.wide()));
    ItemTypePlan plan =
        new ItemTypePlan(
            item, table, key, fromRowKey, changesHands, patterns(table, key, wide), joins);
    if (rows.isResolved()) {
      new Binder(plan, rows.wide(), Binder.Occasion.COMPILE, problems).bind();
      checks.check();
    }
    new RootKeeping(plan, source, keeping).keep();
    return plan;
  }

  private static List<KeyPattern> patterns(
      TableSpec table, Map<String, ValueDefinition> key, TableSchema schema) {
    List<KeyPattern> patterns = new ArrayList<>();
    for (KeyAttribute attribute : TableDefinition.keyOf(table)) {
      ValueDefinition value = key.get(attribute.name());
      if (value != null) {
        patterns.add(KeyPattern.of(value, schema));
      }
    }
    return patterns;
  }

  /** The condition, for what it reads; what is wrong with it is reported where it is bound. */
  private @Nullable Where where(TableSchema wide) {
    Named where = item.where();
    return where == null
        ? null
        : new WhereCompiler(item.owner(), wide, item.content(), new Problems()).compile(where);
  }

  private static boolean followsFromRoot(
      Map<String, ValueDefinition> key, @Nullable Where where, WideSchema wide) {
    List<String> columns = new ArrayList<>(columnsOf(key));
    columns.addAll(where == null ? Set.of() : where.columns());
    return columns.stream().allMatch(column -> wide.lookupOf(column) == null)
        && (where == null || where.embeds().isEmpty());
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
}
