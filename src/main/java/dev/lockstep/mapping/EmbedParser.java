package dev.lockstep.mapping;

import dev.lockstep.mapping.EmbedDefinition.Form;
import dev.lockstep.mapping.EmbedDefinition.Order;
import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.Suggestions;
import dev.lockstep.yaml.YamlNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads an entry under {@code embed}. */
final class EmbedParser {
  private static final List<String> DIRECTIONS = List.of("asc", "desc");

  private final Section section;

  EmbedParser(Section section) {
    this.section = section;
  }

  /**
   * Reads the embed.
   *
   * @param rules those of the carrying row
   */
  EmbedDefinition parse(ContentParser.Rules rules) {
    section.require("as");
    Form form = section.optionalChoice("as", Form.class).orElse(null);
    if (form != null) {
      checkOptions(form);
    }
    Reference reference = SourceParser.reference(section);
    EmbedDefinition embed =
        new EmbedDefinition(
            section.name(),
            section.place(),
            SourceParser.from(section),
            section.placeOf("from"),
            SourceParser.columns(section, "identity"),
            reference,
            form == null ? Form.LIST : form,
            section.has("key") ? key() : null,
            section.has("value") ? ValueParser.embedValue(section, "value").orElse(null) : null,
            SourceParser.where(section).orElse(null),
            orderBy(),
            (int) section.integer("limit", 0, 1, Integer.MAX_VALUE),
            new ContentParser(section).parse(new ColumnsRule.Except(reference.by()), rules));
    checkShown(embed);
    section.done();
    return embed;
  }

  private void checkOptions(Form form) {
    allowOnly("order-by", form, Set.of(Form.LIST));
    allowOnly("limit", form, Set.of(Form.LIST));
    allowOnly("key", form, Set.of(Form.MAP));
    allowOnly("value", form, Set.of(Form.LIST, Form.MAP, Form.STRING_SET, Form.NUMBER_SET));
    if (form == Form.MAP) {
      section.require("key");
    }
    if (form == Form.STRING_SET || form == Form.NUMBER_SET) {
      section.require("value");
    }
  }

  private void allowOnly(String key, Form form, Set<Form> allowed) {
    if (section.has(key) && !allowed.contains(form)) {
      String forms =
          allowed.stream().sorted().map(Section::wordOf).collect(Collectors.joining(", "));
      unfit(
          key,
          "'" + key + "' has no meaning for 'as: " + Section.wordOf(form) + "'",
          "Remove it; it is for: " + forms + ".");
    }
  }

  /** A value stands for the whole row, so nothing else of it can show. */
  private void checkShown(EmbedDefinition embed) {
    if (embed.value() == null) {
      return;
    }
    for (String key : List.of("columns", "attributes")) {
      if (section.has(key)) {
        unfit(
            key,
            "'" + key + "' has no meaning beside 'value', which stands for the whole row",
            "Remove one of the two.");
      }
    }
    embed.content().lookups().values().stream()
        .filter(LookupDefinition::shows)
        .forEach(lookup -> LookupParser.refuseTake(lookup, "'value' is all that shows", section));
  }

  private void unfit(String key, String what, String remedy) {
    section.problems().error("OPTION-UNFIT", what, section.placeOf(key), remedy);
  }

  private @Nullable ValueDefinition key() {
    Optional<ValueDefinition> key = ValueParser.keyValue(section, "key");
    if (key.isPresent() && ItemTypePlan.columnsOf(key.get()).isEmpty()) {
      String text =
          section.node("key").filter(YamlNode.Scalar.class::isInstance).isPresent()
              ? "Did you mean '{" + section.text("key") + "}'? "
              : "";
      section
          .problems()
          .error(
              "WRONG-VALUE",
              "'key' is the same for every row, so that no two rows could be in the map",
              section.placeOf("key"),
              text + "Make it of columns that tell the rows apart.");
    }
    return key.orElse(null);
  }

  private List<Order> orderBy() {
    return section.scalars("order-by").stream().map(this::order).toList();
  }

  private Order order(YamlNode.Scalar scalar) {
    String text = scalar.text().strip();
    int space = text.lastIndexOf(' ');
    String last = text.substring(space + 1).toLowerCase(Locale.ROOT);
    if (space < 0) {
      return new Order(new Named(text, scalar.place()), false);
    }
    if (!DIRECTIONS.contains(last)) {
      unknownDirection(scalar, last);
    }
    String column = text.substring(0, space).strip();
    return new Order(new Named(column, scalar.place()), last.equals("desc"));
  }

  private void unknownDirection(YamlNode.Scalar scalar, String word) {
    section
        .problems()
        .error(
            "WRONG-VALUE",
            "'" + scalar.raw() + "' orders neither up nor down",
            scalar.place(),
            Suggestions.didYouMean(word, DIRECTIONS)
                + "Write a column, alone or with 'asc' or 'desc' behind it; several columns are a"
                + " list.");
  }
}
