package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.ItemSize;
import dev.lockstep.item.Numbers;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds an item type to one schema of its root: at compile time to the catalog's, later to whatever
 * the stream shows. Both go this one way, so that what compiles also runs.
 */
final class Binder {
  private static final Set<String> RESERVED =
      Set.of(Bookkeeping.VERSION, Bookkeeping.COMMIT_TIME, Bookkeeping.DELETED);
  private static final BoundValue NOTHING = new BoundValue.Constant(new Value.Null());

  private final ItemTypePlan plan;
  private final ItemDefinition definition;
  private final TableSchema schema;
  private final Problems problems;
  private final ColumnReader columns;
  private final Map<String, KeyRule> indexRules;

  /** When a binding happens. */
  enum Occasion {
    /** Before the pipeline runs: whatever is wrong is wrong in the mapping. */
    COMPILE,
    /** While it runs: the table has changed under it. */
    SCHEMA_CHANGE
  }

  Binder(ItemTypePlan plan, TableSchema schema, Occasion occasion, Problems problems) {
    this.plan = plan;
    this.definition = plan.definition();
    this.schema = schema;
    this.problems = problems;
    this.columns = new ColumnReader(definition, schema, occasion, problems);
    this.indexRules = plan.indexRules();
  }

  /** The bound item type; of no use if there were problems. */
  BoundItem bind() {
    List<BoundItem.KeyPart> key = new ArrayList<>();
    for (KeyAttribute attribute : TableDefinition.keyOf(plan.table())) {
      key.add(keyPart(attribute, key.isEmpty()));
    }
    return new BoundItem(plan, key, List.copyOf(attributes().values()), where());
  }

  private @Nullable Where where() {
    return definition.where() == null
        ? null
        : new WhereCompiler(definition.name(), schema, problems).compile(definition.where());
  }

  private BoundItem.KeyPart keyPart(KeyAttribute attribute, boolean first) {
    KeyRule rule =
        first
            ? KeyRule.partition(attribute.name(), attribute.type())
            : KeyRule.sort(attribute.name(), attribute.type());
    ValueDefinition value = plan.key().get(attribute.name());
    return new BoundItem.KeyPart(rule, value == null ? NOTHING : bound(value, rule, true));
  }

  private Map<String, BoundItem.Attribute> attributes() {
    Map<String, BoundItem.Attribute> attributes = new LinkedHashMap<>();
    for (Column column : schema.columns()) {
      if (takes(column)) {
        attributes.put(column.name(), attribute(column.name(), ofColumn(column.name())));
      }
    }
    columns.checkRule(definition.columns());
    definition.attributes().forEach((name, value) -> put(attributes, name, value));
    return attributes;
  }

  private void put(
      Map<String, BoundItem.Attribute> attributes, String name, ValueDefinition value) {
    checkName(name, value.place(), "attribute");
    attributes.put(name, attribute(name, value));
  }

  /** A column that an attribute overrides, or that the key already shows, is not a conflict. */
  private boolean takes(Column column) {
    String name = column.name();
    boolean taken = definition.columns().takes(name) && !definition.attributes().containsKey(name);
    return taken && !isShownByKey(name) && checkName(name, columnsPlace(name), "column");
  }

  private boolean isShownByKey(String column) {
    ValueDefinition key = plan.key().get(column);
    return key != null && ItemTypePlan.columnsOf(key).equals(List.of(column)) && isBare(key);
  }

  private static boolean isBare(ValueDefinition key) {
    return key instanceof ValueDefinition.FromColumn
        || (key instanceof ValueDefinition.FromTemplate template
            && template.template().onlyColumn() != null);
  }

  private ValueDefinition ofColumn(String name) {
    return new ValueDefinition.FromColumn(new Named(name, columnsPlace(name)), null);
  }

  private Place columnsPlace(String name) {
    return definition.columns().named().stream()
        .filter(named -> named.name().equals(name) && !definition.columns().followsTable())
        .map(Named::place)
        .findFirst()
        .orElse(definition.place());
  }

  private boolean checkName(String name, Place place, String what) {
    boolean reserved = RESERVED.contains(name);
    if (reserved || plan.key().containsKey(name)) {
      problems.error(
          reserved ? "RESERVED-NAME" : "NAME-IS-KEY",
          what
              + " '"
              + name
              + "' of item type '"
              + definition.name()
              + "' "
              + (reserved
                  ? "has a name that Lockstep keeps for itself"
                  : "has the name of a key attribute of table '" + plan.table().name() + "'"),
          place,
          what.equals("column")
              ? "Leave it out with columns: { except: ["
                  + name
                  + "] }, and show it under another"
                  + " name with attributes."
              : "Give the attribute another name.");
    }
    return !reserved && !plan.key().containsKey(name);
  }

  private BoundItem.Attribute attribute(String name, ValueDefinition value) {
    KeyRule rule = indexRules.get(name);
    return new BoundItem.Attribute(name, ItemSize.utf8(name), bound(value, rule, false), rule);
  }

  private BoundValue bound(ValueDefinition definition, @Nullable KeyRule rule, boolean inKey) {
    ValueDefinition value = rule == null ? definition : typed(definition, rule.type());
    if (rule != null) {
      checkType(value, rule);
    }
    if (value instanceof ValueDefinition.Constant constant) {
      return new BoundValue.Constant(constant.value());
    }
    return value instanceof ValueDefinition.FromColumn column
        ? columns.value(column, inKey || rule != null)
        : columns.template((ValueDefinition.FromTemplate) value, inKey || rule != null);
  }

  /** In a key that is no text, a template of one column is that column; digits are a number. */
  static ValueDefinition typed(ValueDefinition definition, KeyType type) {
    if (type == KeyType.S || !(definition instanceof ValueDefinition.FromTemplate template)) {
      return definition;
    }
    String column = template.template().onlyColumn();
    if (column != null) {
      return new ValueDefinition.FromColumn(new Named(column, template.place()), null);
    }
    String text = template.template().toString();
    return type == KeyType.N && text.matches("-?[0-9]{1,18}")
        ? new ValueDefinition.Constant(Numbers.of(Long.parseLong(text)), template.place())
        : definition;
  }

  private void checkType(ValueDefinition value, KeyRule rule) {
    KeyType actual = columns.keyType(value);
    if (actual != rule.type() && columns.isKnown(value)) {
      problems.error(
          "KEY-TYPE",
          "key attribute '"
              + rule.attribute()
              + "' of item type '"
              + definition.name()
              + "' must be of type "
              + rule.type()
              + ", but its value "
              + (actual == null ? "can be no key" : "is of type " + actual),
          value.place(),
          rule.type() == KeyType.S
              ? "Write it as a template, or add 'as: text'."
              : "Take a column of that type, or change the type under 'tables'.");
    }
  }
}
