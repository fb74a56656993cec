package dev.lockstep.mapping;

import dev.lockstep.item.TypedJson;
import dev.lockstep.mapping.LookupDefinition.Take;
import dev.lockstep.yaml.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What item types and embeds show, as the mapping's own keys, in one form. */
final class ContentJson {

  private ContentJson() {}

  static Map<String, Object> of(Content content) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("columns", columns(content.columns()));
    json.put("attributes", values(content.attributes()));
    joins(content, json);
    json.put("nulls", Section.wordOf(content.nulls()));
    json.put("numbers", Section.wordOf(content.numbers()));
    if (content.zeroDates() != ZeroDates.REFUSE) {
      json.put("zero-dates", Section.wordOf(content.zeroDates()));
    }
    return json;
  }

  private static void joins(Content content, Map<String, Object> json) {
    if (!content.embeds().isEmpty()) {
      Map<String, Object> embeds = new LinkedHashMap<>();
      content.embeds().forEach((name, embed) -> embeds.put(name, of(embed)));
      json.put("embed", embeds);
    }
    lookups(content.lookups(), json);
  }

  private static Map<String, Object> of(EmbedDefinition embed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("from", embed.from().toString());
    reference(embed.reference(), embed.identity(), json);
    json.put("as", Section.wordOf(embed.form()));
    if (embed.key() != null) {
      json.put("key", value(embed.key()));
    }
    if (embed.where() != null) {
      json.put("where", embed.where().name());
    }
    if (!embed.orderBy().isEmpty()) {
      json.put("order-by", embed.orderBy().stream().map(ContentJson::order).toList());
    }
    if (embed.limit() > 0) {
      json.put("limit", embed.limit());
    }
    json.putAll(of(embed.content()));
    if (embed.value() != null) {
      json.keySet().removeAll(List.of("columns", "attributes"));
      json.put("value", value(embed.value()));
    }
    return json;
  }

  private static String order(EmbedDefinition.Order order) {
    return order.column().name() + (order.descending() ? " desc" : " asc");
  }

  private static void reference(
      Reference reference, List<Named> identity, Map<String, Object> json) {
    json.put("by", names(reference.by()));
    if (!reference.to().isEmpty()) {
      json.put("to", names(reference.to()));
    }
    if (!identity.isEmpty()) {
      json.put("identity", names(identity));
    }
  }

  private static void lookups(Map<String, LookupDefinition> lookups, Map<String, Object> json) {
    if (!lookups.isEmpty()) {
      Map<String, Object> byName = new LinkedHashMap<>();
      lookups.forEach((name, lookup) -> byName.put(name, of(lookup)));
      json.put("lookup", byName);
    }
  }

  private static Map<String, Object> of(LookupDefinition lookup) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("from", lookup.from().toString());
    reference(lookup.reference(), lookup.identity(), json);
    if (lookup.take() instanceof Take.Columns columns) {
      json.put("take", sorted(columns.columns()));
    } else if (lookup.take() instanceof Take.Text text) {
      json.put("take", Map.of("template", text.template().toString()));
    }
    lookups(lookup.lookups(), json);
    return json;
  }

  static List<String> names(List<Named> named) {
    return named.stream().map(Named::name).toList();
  }

  private static List<String> sorted(List<Named> named) {
    return named.stream().map(Named::name).sorted().toList();
  }

  private static Object columns(ColumnsRule rule) {
    List<String> sorted = sorted(rule.named());
    if (rule instanceof ColumnsRule.Except) {
      return Map.of("except", sorted);
    }
    return rule instanceof ColumnsRule.Only ? sorted : "all";
  }

  static Map<String, Object> values(Map<String, ValueDefinition> definitions) {
    Map<String, Object> json = new LinkedHashMap<>();
    definitions.forEach((name, definition) -> json.put(name, value(definition)));
    return json;
  }

  private static Map<String, Object> value(ValueDefinition definition) {
    if (definition instanceof ValueDefinition.Constant constant) {
      return Map.of("value", TypedJson.of(constant.value()));
    }
    if (definition instanceof ValueDefinition.FromTemplate template) {
      return Map.of("template", template.template().toString());
    }
    ValueDefinition.FromColumn column = (ValueDefinition.FromColumn) definition;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("column", column.column().name());
    if (column.as() != null) {
      json.put("as", column.as().word());
    }
    return json;
  }
}
