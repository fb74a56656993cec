package dev.lockstep.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.Value;
import dev.lockstep.yaml.Section;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans as JSON, for people, for golden files and for the hash. */
final class PlanJson {
  private static final ObjectMapper PRINTER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectMapper HASHER =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private PlanJson() {}

  static String print(MappingPlan plan, Map<TableId, TableNeeds> needs) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hash", plan.hash());
    json.putAll(mapping(plan));
    Map<String, Object> reads = new LinkedHashMap<>();
    needs.forEach((table, need) -> reads.put(table.toString(), reads(need)));
    json.put("reads", reads);
    return write(PRINTER, json);
  }

  static String hash(MappingPlan plan) {
    byte[] canonical = write(HASHER, mapping(plan)).getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String write(ObjectMapper mapper, Object json) {
    try {
      return mapper.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and texts are always JSON", e);
    }
  }

  private static Map<String, Object> mapping(MappingPlan plan) {
    Map<String, Object> tables = new LinkedHashMap<>();
    plan.tables().forEach(table -> tables.put(table.name(), table(table)));
    Map<String, Object> items = new LinkedHashMap<>();
    plan.itemTypes().forEach(type -> items.put(type.name(), item(type)));
    Map<String, Object> mapping = new LinkedHashMap<>();
    mapping.put("tables", tables);
    mapping.put("items", items);
    return mapping;
  }

  private static Map<String, Object> table(TableSpec table) {
    Map<String, Object> json = keys(table.partitionKey(), table.sortKey());
    Map<String, Object> indexes = new LinkedHashMap<>();
    table.indexes().forEach(i -> indexes.put(i.name(), keys(i.partitionKey(), i.sortKey())));
    json.put("indexes", indexes);
    return json;
  }

  private static Map<String, Object> keys(
      TableSpec.KeyAttribute partition, TableSpec.@Nullable KeyAttribute sort) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("partition-key", key(partition));
    if (sort != null) {
      json.put("sort-key", key(sort));
    }
    return json;
  }

  private static Map<String, Object> key(TableSpec.KeyAttribute attribute) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", attribute.name());
    json.put("type", attribute.type().name());
    return json;
  }

  private static Map<String, Object> item(ItemTypePlan type) {
    ItemDefinition definition = type.definition();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", type.table().name());
    json.put("from", type.root().toString());
    if (!definition.identity().isEmpty()) {
      json.put("identity", names(definition.identity()));
    }
    if (definition.where() != null) {
      json.put("where", definition.where().name());
    }
    json.put("key", values(type.key()));
    json.put("columns", columns(definition.columns()));
    json.put("attributes", values(definition.attributes()));
    json.put("nulls", Section.wordOf(definition.nulls()));
    json.put("numbers", Section.wordOf(definition.numbers()));
    return json;
  }

  private static List<String> names(List<Named> named) {
    return named.stream().map(Named::name).toList();
  }

  private static Object columns(ColumnsRule rule) {
    List<String> sorted = names(rule.named()).stream().sorted().toList();
    if (rule instanceof ColumnsRule.Except) {
      return Map.of("except", sorted);
    }
    return rule instanceof ColumnsRule.Only ? sorted : "all";
  }

  private static Map<String, Object> values(Map<String, ValueDefinition> definitions) {
    Map<String, Object> json = new LinkedHashMap<>();
    definitions.forEach((name, definition) -> json.put(name, value(definition)));
    return json;
  }

  private static Map<String, Object> value(ValueDefinition definition) {
    if (definition instanceof ValueDefinition.Constant constant) {
      return Map.of("value", typed(constant.value()));
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

  /** A constant as DynamoDB JSON. */
  private static Map<String, Object> typed(Value value) {
    if (value instanceof Value.Text text) {
      return Map.of("S", text.text());
    }
    if (value instanceof Value.Num number) {
      return Map.of("N", number.digits());
    }
    if (value instanceof Value.Bool bool) {
      return Map.of("BOOL", bool.value());
    }
    if (value instanceof Value.ListOf list) {
      return Map.of("L", list.values().stream().map(PlanJson::typed).toList());
    }
    return value instanceof Value.MapOf map ? Map.of("M", typed(map)) : Map.of("NULL", true);
  }

  private static Map<String, Object> typed(Value.MapOf map) {
    Map<String, Object> json = new LinkedHashMap<>();
    map.values().forEach((name, value) -> json.put(name, typed(value)));
    return json;
  }

  private static Map<String, Object> reads(TableNeeds need) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("columns", need.columns());
    json.put("before-columns", need.beforeColumns());
    if (!need.identity().isEmpty()) {
      json.put("identity", need.identity());
    }
    return json;
  }
}
