package dev.lockstep.oracle;

import dev.lockstep.oracle.MappingModel.Condition;
import dev.lockstep.oracle.MappingModel.Content;
import dev.lockstep.oracle.MappingModel.Embed;
import dev.lockstep.oracle.MappingModel.ItemModel;
import dev.lockstep.oracle.MappingModel.Lookup;
import dev.lockstep.oracle.MappingModel.Target;
import dev.lockstep.oracle.MappingModel.ValueModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a mapping as a user would. */
final class MappingText {

  private MappingText() {}

  static String of(MappingModel mapping) {
    Map<String, Object> tables = new LinkedHashMap<>();
    mapping.targets().forEach(target -> tables.put(target.name(), target(target)));
    Map<String, Object> items = new LinkedHashMap<>();
    mapping.items().forEach(item -> items.put(item.name(), item(item)));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("tables", tables);
    all.put("items", items);
    StringBuilder yaml = new StringBuilder();
    write(all, "", yaml);
    return yaml.toString();
  }

  private static void write(Map<?, ?> section, String indent, StringBuilder yaml) {
    section.forEach(
        (key, value) -> {
          yaml.append(indent).append(key).append(':');
          if (value instanceof Map<?, ?> inner && !isSmall(inner)) {
            yaml.append('\n');
            write(inner, indent + "  ", yaml);
          } else {
            yaml.append(' ').append(flow(value)).append('\n');
          }
        });
  }

  private static boolean isSmall(Map<?, ?> section) {
    return section.values().stream().noneMatch(Map.class::isInstance) && section.size() < 3;
  }

  private static String flow(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> e.getKey() + ": " + flow(e.getValue()))
          .collect(Collectors.joining(", ", "{ ", " }"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(MappingText::flow).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String text ? quoted(text) : value.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Map<String, Object> target(Target target) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("partition-key", target.partition());
    target.sort().ifPresent(sort -> section.put("sort-key", sort));
    if (!target.index().isEmpty()) {
      Map<String, Object> index = new LinkedHashMap<>();
      index.put("partition-key", target.index().get(0));
      index.put("sort-key", target.index().get(1));
      section.put("indexes", Map.of("idx", index));
    }
    return section;
  }

  private static Map<String, Object> item(ItemModel item) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("table", item.target().name());
    from(item.root(), section);
    item.where().ifPresent(where -> section.put("where", text(where)));
    Map<String, Object> key = new LinkedHashMap<>();
    item.key().forEach((name, value) -> key.put(name, keyValue(value)));
    section.put("key", key);
    content(item.content(), section);
    return section;
  }

  private static void from(TableModel table, Map<String, Object> section) {
    section.put("from", table.id().toString());
    if (!table.hasPrimaryKey()) {
      section.put("identity", table.key());
    }
  }

  private static void content(Content content, Map<String, Object> section) {
    List<String> names = content.columns().names();
    switch (content.columns().rule()) {
      case ALL -> section.put("columns", "all");
      case ONLY -> section.put("columns", names);
      case EXCEPT -> section.put("columns", Map.of("except", names));
      case ABSENT -> {}
    }
    content.keepsNulls().ifPresent(keep -> section.put("nulls", keep ? "keep" : "omit"));
    Map<String, Object> attributes = new LinkedHashMap<>();
    content.attributes().forEach((name, value) -> attributes.put(name, value(value)));
    putUnlessEmpty("attributes", attributes, section);
    Map<String, Object> embeds = new LinkedHashMap<>();
    content.embeds().forEach((name, embed) -> embeds.put(name, embed(embed)));
    putUnlessEmpty("embed", embeds, section);
    putUnlessEmpty("lookup", lookups(content.lookups()), section);
  }

  private static void putUnlessEmpty(
      String key, Map<String, Object> value, Map<String, Object> section) {
    if (!value.isEmpty()) {
      section.put(key, value);
    }
  }

  private static Map<String, Object> embed(Embed embed) {
    Map<String, Object> section = new LinkedHashMap<>();
    from(embed.from(), section);
    reference(embed.by(), embed.to().orElse(List.of()), section);
    section.put("as", embed.form().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    embed.key().ifPresent(key -> section.put("key", keyValue(key)));
    embed.value().ifPresent(value -> section.put("value", embedValue(value)));
    embed.where().ifPresent(where -> section.put("where", text(where)));
    List<String> orders =
        embed.orderBy().stream().map(o -> o.path() + (o.descending() ? " desc" : "")).toList();
    if (!orders.isEmpty()) {
      section.put("order-by", orders.size() == 1 ? orders.get(0) : orders);
    }
    if (embed.limit() > 0) {
      section.put("limit", embed.limit());
    }
    content(embed.content(), section);
    return section;
  }

  private static void reference(List<String> by, List<String> to, Map<String, Object> section) {
    section.put("by", by.size() == 1 ? by.get(0) : by);
    if (!to.isEmpty()) {
      section.put("to", to);
    }
  }

  private static Map<String, Object> lookups(Map<String, Lookup> lookups) {
    Map<String, Object> sections = new LinkedHashMap<>();
    lookups.forEach(
        (name, lookup) -> {
          Map<String, Object> section = new LinkedHashMap<>();
          from(lookup.from(), section);
          reference(lookup.by(), lookup.to().orElse(List.of()), section);
          lookup.columns().ifPresent(columns -> section.put("take", columns));
          lookup.text().ifPresent(text -> section.put("take", Map.of("template", template(text))));
          putUnlessEmpty("lookup", lookups(lookup.lookups()), section);
          sections.put(name, section);
        });
    return sections;
  }

  private static Object keyValue(ValueModel value) {
    return value instanceof ValueModel.Template template ? template(template) : value(value);
  }

  private static Object embedValue(ValueModel value) {
    return value instanceof ValueModel.Column column && column.as().isEmpty()
        ? column.path()
        : keyValue(value);
  }

  private static Map<String, Object> value(ValueModel value) {
    Map<String, Object> section = new LinkedHashMap<>();
    if (value instanceof ValueModel.Constant constant) {
      section.put("value", constant.yaml());
    } else if (value instanceof ValueModel.Column column) {
      section.put("column", column.path());
      column.as().ifPresent(as -> section.put("as", as));
    } else {
      section.put("template", template((ValueModel.Template) value));
    }
    return section;
  }

  private static String template(ValueModel.Template template) {
    StringBuilder text = new StringBuilder();
    for (ValueModel.Part part : template.parts()) {
      text.append(part.literal().replace("{", "{{").replace("}", "}}"));
      if (part.path().isPresent()) {
        text.append('{').append(part.path().get());
        part.filters().forEach(filter -> text.append('|').append(filter));
        text.append('}');
      }
    }
    return text.toString();
  }

  /** A condition in CEL. */
  static String text(Condition condition) {
    if (condition instanceof Condition.Compare compare) {
      String constant = compare.kind().literal(compare.constant());
      return compare.path() + " " + compare.operator().sign() + " " + constant;
    }
    if (condition instanceof Condition.IsNull isNull) {
      return isNull.path() + (isNull.negated() ? " != null" : " == null");
    }
    if (condition instanceof Condition.And and) {
      return "(" + text(and.first()) + " && " + text(and.second()) + ")";
    }
    if (condition instanceof Condition.Or or) {
      return "(" + text(or.first()) + " || " + text(or.second()) + ")";
    }
    if (condition instanceof Condition.Not not) {
      return "!(" + text(not.inner()) + ")";
    }
    return ofEmbed(condition);
  }

  private static String ofEmbed(Condition condition) {
    if (condition instanceof Condition.Size size) {
      return "size(" + size.embed() + ") " + size.operator().sign() + " " + size.count();
    }
    if (condition instanceof Condition.Exists exists) {
      String column = "x." + exists.column();
      return exists.embed()
          + ".exists(x, has("
          + column
          + ") && "
          + column
          + " != null && "
          + column
          + " >= "
          + exists.least()
          + ")";
    }
    return ((Condition.Present) condition).embed() + " != null";
  }
}
