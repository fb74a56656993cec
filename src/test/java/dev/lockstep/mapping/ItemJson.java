package dev.lockstep.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.item.Item;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.Value;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/** Items as DynamoDB JSON. */
final class ItemJson {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private ItemJson() {}

  /** The whole item, its key first. */
  static ObjectNode of(Item item, TableSpec table) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set(table.partitionKey().name(), of(item.key().partition()));
    if (table.sortKey() != null) {
      json.set(table.sortKey().name(), of(Objects.requireNonNull(item.key().sort())));
    }
    item.attributes().forEach((name, value) -> json.set(name, of(value)));
    return json;
  }

  static JsonNode of(Value value) {
    ObjectNode json = MAPPER.createObjectNode();
    if (value instanceof Value.Text text) {
      return json.put("S", text.text());
    } else if (value instanceof Value.Num number) {
      return json.put("N", number.digits());
    } else if (value instanceof Value.Bool bool) {
      return json.put("BOOL", bool.value());
    } else if (value instanceof Value.Null) {
      return json.put("NULL", true);
    } else if (value instanceof Value.Binary binary) {
      return json.put("B", base64(binary.bytes()));
    } else if (value instanceof Value.ListOf list) {
      ArrayNode values = json.putArray("L");
      list.values().forEach(v -> values.add(of(v)));
      return json;
    }
    return collection(json, value);
  }

  private static JsonNode collection(ObjectNode json, Value value) {
    if (value instanceof Value.MapOf map) {
      ObjectNode values = json.putObject("M");
      for (Map.Entry<String, Value> entry : map.values().entrySet()) {
        values.set(entry.getKey(), of(entry.getValue()));
      }
      return json;
    }
    return value instanceof Value.TextSet texts
        ? texts(json.putArray("SS"), texts.values(), json)
        : texts(json.putArray("NS"), ((Value.NumSet) value).values(), json);
  }

  private static JsonNode texts(ArrayNode array, Collection<String> texts, ObjectNode json) {
    texts.stream().sorted().forEach(array::add);
    return json;
  }

  private static String base64(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Base64.getEncoder().encodeToString(copy);
  }
}
