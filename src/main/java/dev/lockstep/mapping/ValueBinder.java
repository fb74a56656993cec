package dev.lockstep.mapping;

import dev.lockstep.item.Numbers;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.yaml.Problems;
import org.jspecify.annotations.Nullable;

/** Binds the definitions of values, and holds those of keys against the type of the key. */
final class ValueBinder {
  private final String owner;
  private final ColumnReader columns;
  private final Problems problems;

  /**
   * @param owner what has the values, for messages: {@code item type 'order'}
   */
  ValueBinder(String owner, ColumnReader columns, Problems problems) {
    this.owner = owner;
    this.columns = columns;
    this.problems = problems;
  }

  ColumnReader columns() {
    return columns;
  }

  /**
   * The bound value; of no use if there were problems.
   *
   * @param rule what a key demands of it; absent outside of keys
   */
  BoundValue bind(ValueDefinition definition, @Nullable KeyRule rule) {
    if (rule == null) {
      return bind(definition, false);
    }
    ValueDefinition value = typed(definition, rule.type());
    checkType(value, rule);
    return bind(value, true);
  }

  /**
   * The bound value.
   *
   * @param strict whether NULL is never kept, a number never becomes text, and one NULL is enough
   *     to leave a template without value
   */
  BoundValue bind(ValueDefinition value, boolean strict) {
    if (value instanceof ValueDefinition.Constant constant) {
      return new BoundValue.Constant(constant.value());
    }
    return value instanceof ValueDefinition.FromColumn column
        ? columns.value(column, strict)
        : columns.template((ValueDefinition.FromTemplate) value, strict);
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
              + "' of "
              + owner
              + " must be of type "
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
