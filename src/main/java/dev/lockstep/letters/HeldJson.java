package dev.lockstep.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.item.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of key columns, as rows hold them, as JSON and back: each by the name of its class and a
 * text, so that what comes back is equal, scale and all. Letters need that, since a row is known
 * again by it, and keys of any kind, NULLs and lists among them. The places of a verification
 * ({@code verify.Held}) are another form: only what a database can put in order, and equal as
 * numbers is enough. Both are stored, so neither can become the other.
 */
final class HeldJson {
  private HeldJson() {}

  static JsonNode of(@Nullable Object held) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (held == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (held instanceof List<?> list) {
      ArrayNode values = node.putArray("list");
      list.forEach(value -> values.add(of(value)));
      return node;
    }
    if (held instanceof Map<?, ?> map) {
      ObjectNode entries = node.putObject("map");
      map.forEach((name, value) -> entries.set(String.valueOf(name), of(value)));
      return node;
    }
    return node.put(name(held), text(held));
  }

  private static String name(Object held) {
    return held instanceof ByteBuffer ? "bytes" : held.getClass().getSimpleName();
  }

  private static String text(Object held) {
    return held instanceof ByteBuffer bytes ? new Value.Binary(bytes).base64() : held.toString();
  }

  static @Nullable Object held(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    return held(only.getKey(), only.getValue());
  }

  private static Object held(String name, JsonNode value) {
    String text = value.asText();
    return switch (name) {
      case "Boolean" -> Boolean.valueOf(text);
      case "Long" -> Long.valueOf(text);
      case "Float" -> Float.valueOf(text);
      case "Double" -> Double.valueOf(text);
      case "BigDecimal" -> new BigDecimal(text);
      case "String" -> text;
      case "bytes" -> ByteBuffer.wrap(Base64.getDecoder().decode(text)).asReadOnlyBuffer();
      case "list" -> list(value);
      case "map" -> map(value);
      default -> throw new IllegalArgumentException("no value of a key column: " + name);
    };
  }

  private static List<@Nullable Object> list(JsonNode values) {
    List<@Nullable Object> list = new ArrayList<>();
    values.forEach(value -> list.add(held(value)));
    return list;
  }

  private static Map<String, @Nullable Object> map(JsonNode entries) {
    Map<String, @Nullable Object> map = new HashMap<>();
    entries.properties().forEach(entry -> map.put(entry.getKey(), held(entry.getValue())));
    return map;
  }
}
