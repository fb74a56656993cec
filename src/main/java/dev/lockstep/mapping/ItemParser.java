package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an entry under {@code items}. */
final class ItemParser {
  private static final TableId STAND_IN = new TableId("?", "?");

  private final Section section;

  ItemParser(Section section) {
    this.section = section;
  }

  ItemDefinition parse() {
    ItemDefinition item =
        new ItemDefinition(
            section.name(),
            section.place(),
            new Named(section.text("table"), section.placeOf("table")),
            root(),
            section.placeOf("from"),
            names(section, "identity"),
            where(),
            key(),
            new Content(
                columns(),
                attributes(),
                Map.of(),
                Map.of(),
                section.choice("nulls", Nulls.class, Nulls.OMIT),
                section.choice("numbers", NumberPolicy.class, NumberPolicy.REFUSE)));
    refuseJoins();
    section.done();
    return item;
  }

  private TableId root() {
    section.text("from");
    return section
        .parsed("from", "a table of the form schema.table", TableId::parse)
        .orElse(STAND_IN);
  }

  private @Nullable Named where() {
    return section
        .optionalText("where")
        .map(text -> new Named(text, section.placeOf("where")))
        .orElse(null);
  }

  private Map<String, ValueDefinition> key() {
    Map<String, ValueDefinition> key = new LinkedHashMap<>();
    Section entries = section.section("key");
    for (String name : entries.keys()) {
      ValueParser.keyValue(entries, name).ifPresent(value -> key.put(name, value));
    }
    return key;
  }

  private Map<String, ValueDefinition> attributes() {
    Map<String, ValueDefinition> attributes = new LinkedHashMap<>();
    section
        .optionalSection("attributes")
        .ifPresent(
            entries -> {
              for (String name : entries.keys()) {
                ValueParser.value(entries, name).ifPresent(value -> attributes.put(name, value));
              }
            });
    return attributes;
  }

  private ColumnsRule columns() {
    YamlNode node = section.node("columns").orElse(null);
    if (node == null) {
      return new ColumnsRule.All();
    }
    if (node instanceof YamlNode.Mapping) {
      Section rule = section.section("columns");
      ColumnsRule.Except except = new ColumnsRule.Except(names(rule, "except"));
      rule.done();
      return except;
    }
    return node instanceof YamlNode.Sequence
        ? new ColumnsRule.Only(names(section, "columns"))
        : word((YamlNode.Scalar) node);
  }

  private ColumnsRule word(YamlNode.Scalar scalar) {
    if (!scalar.text().equals("all")) {
      section.wrongType("columns", scalar, "'all', a list of columns or { except: [columns] }");
    }
    return new ColumnsRule.All();
  }

  private static List<Named> names(Section in, String key) {
    return in.scalars(key).stream().map(s -> new Named(s.text(), s.place())).toList();
  }

  /** The one place that keeps joins out until the row store can carry them. */
  private void refuseJoins() {
    for (String key : List.of("embed", "lookup")) {
      if (section.has(key)) {
        section
            .problems()
            .error(
                "NOT-SUPPORTED-YET",
                "'" + key + "' in item type '" + section.name() + "' is not supported yet",
                section.placeOf(key),
                "Remove it; map the other table's rows to items of their own for now.");
      }
    }
  }
}
