package dev.lockstep.mapping;

import dev.lockstep.item.Numbers;
import dev.lockstep.item.Value;
import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.YamlNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads where the value of an attribute comes from. */
final class ValueParser {
  private static final String FORMS =
      "{ value: … }, { column: … }, { column: …, as: … } or { template: … }";

  private ValueParser() {}

  /** A value of {@code key}: a template, or a section as for {@link #value}. */
  static Optional<ValueDefinition> keyValue(Section entries, String name) {
    if (entries.node(name).orElse(null) instanceof YamlNode.Mapping) {
      return value(entries, name);
    }
    String text = entries.text(name);
    return text.isEmpty() ? Optional.empty() : fromTemplate(entries, name, text);
  }

  /** What stands for an embedded row: a column, a template, or a section as for {@link #value}. */
  static Optional<ValueDefinition> embedValue(Section entries, String name) {
    if (entries.node(name).orElse(null) instanceof YamlNode.Mapping) {
      return value(entries, name);
    }
    String text = entries.text(name);
    if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      return fromTemplate(entries, name, text);
    }
    Named column = new Named(text, entries.placeOf(name));
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new ValueDefinition.FromColumn(column, null));
  }

  /** A value of {@code attributes}. */
  static Optional<ValueDefinition> value(Section entries, String name) {
    YamlNode node = entries.node(name).orElse(null);
    if (!(node instanceof YamlNode.Mapping)) {
      entries
          .problems()
          .error(
              "WRONG-TYPE",
              "'" + name + "' does not say where its value comes from",
              entries.placeOf(name),
              "Write " + FORMS + ".");
      return Optional.empty();
    }
    Section section = entries.section(name);
    Optional<ValueDefinition> value = oneOf(name, section);
    section.done();
    return value;
  }

  private static Optional<ValueDefinition> oneOf(String name, Section section) {
    List<String> present =
        List.of("value", "column", "template").stream().filter(section::has).toList();
    Optional<As> as = section.optionalChoice("as", As.class);
    if (present.size() != 1 || (as.isPresent() && !present.contains("column"))) {
      section
          .problems()
          .error(
              "WRONG-VALUE",
              "'" + name + "' needs exactly one source of its value",
              section.place(),
              "Write " + FORMS + ".");
      return Optional.empty();
    }
    return switch (present.get(0)) {
      case "value" -> section.node("value").flatMap(n -> constant(section, n));
      case "column" ->
          Optional.of(new ValueDefinition.FromColumn(column(section), as.orElse(null)));
      default -> fromTemplate(section, "template", section.text("template"));
    };
  }

  private static Named column(Section section) {
    return new Named(section.text("column"), section.placeOf("column"));
  }

  private static Optional<ValueDefinition> fromTemplate(Section section, String key, String text) {
    return template(section, key, text)
        .map(template -> new ValueDefinition.FromTemplate(template, section.placeOf(key)));
  }

  /** A template that stands under a key; empty if it cannot be read, which is reported. */
  static Optional<Template> template(Section section, String key, String text) {
    try {
      return Optional.of(TemplateParser.parse(text));
    } catch (IllegalArgumentException e) {
      section
          .problems()
          .error(
              "TEMPLATE-SYNTAX",
              String.valueOf(e.getMessage()),
              section.placeOf(key),
              "Correct the template; {column|filter} is a column's value, {{ and }} are braces.");
      return Optional.empty();
    }
  }

  private static Optional<ValueDefinition> constant(Section section, YamlNode node) {
    try {
      return Optional.of(new ValueDefinition.Constant(constant(node), node.place()));
    } catch (NumberFormatException e) {
      section.wrongType("value", node, "a number of at most 38 digits, or quoted text");
      return Optional.empty();
    }
  }

  private static Value constant(YamlNode node) {
    if (node instanceof YamlNode.Sequence sequence) {
      return new Value.ListOf(sequence.elements().stream().map(ValueParser::constant).toList());
    }
    if (node instanceof YamlNode.Mapping mapping) {
      Map<String, Value> values = new LinkedHashMap<>();
      mapping.entries().forEach(e -> values.put(e.key(), constant(e.value())));
      return new Value.MapOf(values);
    }
    return scalar((YamlNode.Scalar) node);
  }

  private static Value scalar(YamlNode.Scalar scalar) {
    return switch (scalar.kind()) {
      case TEXT -> new Value.Text(scalar.text());
      case BOOLEAN -> new Value.Bool(Boolean.parseBoolean(scalar.text()));
      case NULL -> new Value.Null();
      case INTEGER, DECIMAL ->
          Numbers.exact(new BigDecimal(scalar.text()))
              .orElseThrow(() -> new NumberFormatException("does not fit"));
    };
  }
}
