package dev.lockstep.mapping;

import dev.lockstep.yaml.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads an entry under {@code items}. */
final class ItemParser {
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
            SourceParser.from(section),
            section.placeOf("from"),
            SourceParser.columns(section, "identity"),
            SourceParser.where(section).orElse(null),
            key(),
            new ContentParser(section).parse(new ColumnsRule.All(), ContentParser.Rules.DEFAULT));
    section.done();
    return item;
  }

  private Map<String, ValueDefinition> key() {
    Map<String, ValueDefinition> key = new LinkedHashMap<>();
    Section entries = section.section("key");
    for (String name : entries.keys()) {
      ValueParser.keyValue(entries, name).ifPresent(value -> key.put(name, value));
    }
    return key;
  }
}
