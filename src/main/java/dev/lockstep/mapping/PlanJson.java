package dev.lockstep.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.item.TableSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    Map<String, Object> kept = new LinkedHashMap<>();
    plan.kept().forEach(table -> kept.put(table.table().toString(), kept(table, plan)));
    json.put("keeps", kept);
    return write(PRINTER, json);
  }

  private static Map<String, Object> kept(KeptTable table, MappingPlan plan) {
    List<Map<String, Object>> reasons = new ArrayList<>();
    for (KeptReason reason : plan.keptReasons().getOrDefault(table.table(), List.of())) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("user", reason.user());
      json.put("why", reason.why());
      json.put("columns", reason.columns());
      reasons.add(json);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", table.keyColumns());
    json.put("columns", table.columns());
    json.put("indexes", table.indexes());
    json.put("because", reasons);
    return json;
  }

  static String hash(MappingPlan plan) {
    return hash(mapping(plan));
  }

  /** What an item of this type looks like, where it goes, and what is kept to build it. */
  static String hash(ItemTypePlan type, MappingPlan plan) {
    Map<String, Object> kept = new TreeMap<>();
    for (Map.Entry<TableId, List<KeptReason>> table : plan.keptReasons().entrySet()) {
      List<List<String>> columns =
          table.getValue().stream()
              .filter(reason -> reason.isOf(type.name()))
              .map(KeptReason::columns)
              .toList();
      if (!columns.isEmpty()) {
        kept.put(table.getKey().toString(), columns);
      }
    }
    return hash(Map.of("item", item(type), "table", table(type.table()), "kept", kept));
  }

  private static String hash(Map<String, Object> json) {
    byte[] canonical = write(HASHER, json).getBytes(StandardCharsets.UTF_8);
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
      json.put("identity", ContentJson.names(definition.identity()));
    }
    if (definition.where() != null) {
      json.put("where", definition.where().name());
    }
    json.put("key", ContentJson.values(type.key()));
    json.putAll(ContentJson.of(definition.content()));
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
