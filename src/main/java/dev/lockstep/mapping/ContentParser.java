package dev.lockstep.mapping;

import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.YamlNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what a row shows: the keys that item types and embeds have in common. */
final class ContentParser {
  private final Section section;
  private final Map<String, String> taken = new HashMap<>();

  /**
   * What becomes of values that need one. An embed inherits them.
   *
   * @param nulls what becomes of NULL
   * @param numbers what becomes of numbers that do not fit
   * @param zeroDates what becomes of dates that are none
   */
  record Rules(Nulls nulls, NumberPolicy numbers, ZeroDates zeroDates) {
    static final Rules DEFAULT = new Rules(Nulls.OMIT, NumberPolicy.REFUSE, ZeroDates.REFUSE);
  }

  ContentParser(Section section) {
    this.section = section;
  }

  /**
   * Reads the content.
   *
   * @param columns where the section names none
   * @param rules where the section says nothing
   */
  Content parse(ColumnsRule columns, Rules rules) {
    Rules own =
        new Rules(
            section.choice("nulls", Nulls.class, rules.nulls()),
            section.choice("numbers", NumberPolicy.class, rules.numbers()),
            section.choice("zero-dates", ZeroDates.class, rules.zeroDates()));
    return new Content(
        columns(columns),
        attributes(),
        embeds(own),
        lookups(),
        own.nulls(),
        own.numbers(),
        own.zeroDates());
  }

  private Map<String, ValueDefinition> attributes() {
    Map<String, ValueDefinition> attributes = new LinkedHashMap<>();
    section
        .optionalSection("attributes")
        .ifPresent(
            entries -> {
              for (String name : entries.keys()) {
                taken.put(name, "an attribute");
                ValueParser.value(entries, name).ifPresent(value -> attributes.put(name, value));
              }
            });
    return attributes;
  }

  private Map<String, EmbedDefinition> embeds(Rules rules) {
    Map<String, EmbedDefinition> embeds = new LinkedHashMap<>();
    section
        .sections("embed")
        .forEach(
            (name, entry) -> {
              take(name, "an embed", entry.place());
              embeds.put(name, new EmbedParser(entry).parse(rules));
            });
    return embeds;
  }

  private Map<String, LookupDefinition> lookups() {
    Map<String, LookupDefinition> lookups = LookupParser.all(section);
    for (LookupDefinition lookup : lookups.values()) {
      // One that shows nothing still names variables of conditions, as an embed does.
      if (lookup.shows() || "an embed".equals(taken.get(lookup.name()))) {
        take(lookup.name(), "a lookup", lookup.place());
      }
    }
    return lookups;
  }

  private void take(String name, String what, Place place) {
    String other = taken.putIfAbsent(name, what);
    if (other != null) {
      section
          .problems()
          .error(
              "NAME-TWICE",
              "'" + name + "' is " + other + " and " + what + " too",
              place,
              "Give one of them another name.");
    }
  }

  private ColumnsRule columns(ColumnsRule absent) {
    YamlNode node = section.node("columns").orElse(null);
    if (node == null) {
      return absent;
    }
    if (node instanceof YamlNode.Mapping) {
      Section rule = section.section("columns");
      ColumnsRule.Except except = new ColumnsRule.Except(SourceParser.columns(rule, "except"));
      rule.done();
      return except;
    }
    return node instanceof YamlNode.Sequence
        ? new ColumnsRule.Only(SourceParser.columns(section, "columns"))
        : word((YamlNode.Scalar) node);
  }

  private ColumnsRule word(YamlNode.Scalar scalar) {
    if (!scalar.text().equals("all")) {
      section.wrongType("columns", scalar, "'all', a list of columns or { except: [columns] }");
    }
    return new ColumnsRule.All();
  }
}
