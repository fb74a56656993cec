package dev.lockstep.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TypedJson;
import dev.lockstep.item.Value;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Letters as the texts that are stored of them, and back. */
final class LetterJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private LetterJson() {}

  static String text(DeadLetter letter) {
    ObjectNode node = NODES.objectNode();
    if (letter.subject() instanceof Subject.OfRow of) {
      node.set("row", node(of.row()));
    }
    node.put("itemType", letter.itemType());
    ItemKey item = letter.item();
    node.set("item", item == null ? NODES.nullNode() : node(item));
    node.put("version", letter.version().toDecimal());
    node.set("problem", node(letter.problem()));
    node.put("first", letter.first().toString());
    node.put("last", letter.last().toString());
    node.put("attempts", letter.attempts());
    node.put("content", letter.content());
    node.put("contentFile", letter.contentFile());
    return node.toString();
  }

  static String text(RowKey row) {
    return node(row).toString();
  }

  static String text(ItemKey key) {
    return node(key).toString();
  }

  /**
   * Reads a letter.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static DeadLetter parse(String text) {
    try {
      return letter(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a dead letter: " + e.getOriginalMessage(), e);
    }
  }

  private static DeadLetter letter(JsonNode node) {
    String itemType = textOrNull(node, "itemType");
    ItemKey item = node.path("item").isObject() ? itemKey(node.path("item")) : null;
    return new DeadLetter(
        subject(node, itemType, item),
        itemType,
        item,
        Version.parse(node.path("version").asText()).orElseThrow(),
        problem(node.path("problem")),
        Instant.parse(node.path("first").asText()),
        Instant.parse(node.path("last").asText()),
        node.path("attempts").asInt(),
        textOrNull(node, "content"),
        textOrNull(node, "contentFile"));
  }

  private static Subject subject(JsonNode node, @Nullable String itemType, @Nullable ItemKey item) {
    if (node.has("row") && itemType != null) {
      return new Subject.OfRow(itemType, rowKey(node.path("row")));
    }
    if (item == null) {
      throw new IllegalArgumentException("a dead letter names a row or an item");
    }
    return new Subject.OfItem(item);
  }

  private static @Nullable String textOrNull(JsonNode node, String name) {
    return node.hasNonNull(name) ? node.path(name).asText() : null;
  }

  private static ObjectNode node(RowKey row) {
    ObjectNode node = NODES.objectNode();
    node.put("schema", row.table().schema());
    node.put("table", row.table().name());
    var values = node.putArray("key");
    row.values().forEach(value -> values.add(HeldJson.of(value)));
    return node;
  }

  private static RowKey rowKey(JsonNode node) {
    List<@Nullable Object> values = new ArrayList<>();
    node.path("key").forEach(value -> values.add(HeldJson.held(value)));
    TableId table = new TableId(node.path("schema").asText(), node.path("table").asText());
    return new RowKey(table, values.toArray());
  }

  private static ObjectNode node(ItemKey key) {
    ObjectNode node = NODES.objectNode();
    node.put("table", key.table());
    node.set("partition", JSON.valueToTree(TypedJson.of(key.partition())));
    if (key.sort() != null) {
      node.set("sort", JSON.valueToTree(TypedJson.of(key.sort())));
    }
    return node;
  }

  private static ItemKey itemKey(JsonNode node) {
    return new ItemKey(
        node.path("table").asText(),
        keyValue(node.path("partition")),
        node.has("sort") ? keyValue(node.path("sort")) : null);
  }

  private static Value keyValue(JsonNode node) {
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    return TypedJson.keyValue(only.getKey(), only.getValue().asText());
  }

  private static ObjectNode node(Problem problem) {
    ObjectNode node = NODES.objectNode();
    node.put("code", problem.code());
    node.put("severity", problem.severity().name());
    node.put("category", problem.category().name());
    node.put("what", problem.what());
    node.put("where", problem.where());
    node.put("remedy", problem.remedy());
    return node;
  }

  private static Problem problem(JsonNode node) {
    return new Problem(
        node.path("code").asText(),
        Problem.Severity.valueOf(node.path("severity").asText()),
        Category.valueOf(node.path("category").asText()),
        node.path("what").asText(),
        textOrNull(node, "where"),
        node.path("remedy").asText());
  }
}
