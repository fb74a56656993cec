package dev.lockstep.mapping;

import dev.lockstep.mapping.LookupDefinition.Take;
import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads an entry under {@code lookup}. */
final class LookupParser {
  /** What can stand before a dot in a template. */
  private static final Pattern NAME = Pattern.compile("[^.|{}\\s]+");

  private final Section section;

  private LookupParser(Section section) {
    this.section = section;
  }

  /** All lookups of a section. */
  static Map<String, LookupDefinition> all(Section section) {
    Map<String, LookupDefinition> lookups = new LinkedHashMap<>();
    section
        .sections("lookup")
        .forEach((name, entry) -> lookups.put(name, new LookupParser(entry).parse()));
    return lookups;
  }

  private LookupDefinition parse() {
    checkName();
    Take take = take();
    LookupDefinition lookup =
        new LookupDefinition(
            section.name(),
            section.place(),
            SourceParser.from(section),
            section.placeOf("from"),
            SourceParser.columns(section, "identity"),
            SourceParser.reference(section),
            take,
            all(section));
    lookup.lookups().values().stream()
        .filter(LookupDefinition::shows)
        .forEach(nested -> checkNested(take, nested));
    section.done();
    return lookup;
  }

  private void checkName() {
    if (!NAME.matcher(section.name()).matches()) {
      section
          .problems()
          .error(
              "WRONG-NAME",
              "a lookup cannot be called '" + section.name() + "'",
              section.place(),
              "Use no blanks, dots, bars or braces: its columns are named lookup.column.");
    }
  }

  private Take take() {
    YamlNode node = section.node("take").orElse(null);
    if (node instanceof YamlNode.Mapping) {
      return text(section.section("take"));
    }
    if (node instanceof YamlNode.Scalar) {
      section.wrongType("take", node, "a list of columns or { template: … }");
    }
    return node instanceof YamlNode.Sequence
        ? new Take.Columns(SourceParser.columns(section, "take"))
        : new Take.Nothing();
  }

  private static Take text(Section take) {
    Place place = take.placeOf("template");
    Take text =
        ValueParser.template(take, "template", take.text("template"))
            .<Take>map(template -> new Take.Text(template, place))
            .orElseGet(Take.Nothing::new);
    take.done();
    return text;
  }

  /** What a nested lookup takes shows inside the map of this one, beside the columns. */
  private void checkNested(Take take, LookupDefinition nested) {
    if (!(take instanceof Take.Columns columns)) {
      refuseTake(nested, "'" + section.name() + "' takes no columns, so it is no map", section);
    } else if (columns.columns().stream().anyMatch(c -> c.name().equals(nested.name()))) {
      section
          .problems()
          .error(
              "NAME-TWICE",
              "'" + nested.name() + "' is a column that 'take' names and a lookup too",
              nested.place(),
              "Give the lookup another name.");
    }
  }

  /** Reports a lookup that takes something where it cannot show. */
  static void refuseTake(LookupDefinition lookup, String why, Section section) {
    section
        .problems()
        .error(
            "OPTION-UNFIT",
            "what '" + lookup.name() + "' takes cannot show here: " + why,
            lookup.place(),
            "Remove its 'take'; its columns can be used all the same.");
  }
}
