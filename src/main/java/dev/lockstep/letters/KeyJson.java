package dev.lockstep.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.item.Value;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Values of item keys as JSON, typed as DynamoDB writes them, and back. */
final class KeyJson {
  private KeyJson() {}

  static JsonNode of(Value value) {
    var node = JsonNodeFactory.instance.objectNode();
    if (value instanceof Value.Text text) {
      return node.put("S", text.text());
    }
    if (value instanceof Value.Num number) {
      return node.put("N", number.digits());
    }
    return node.put("B", ((Value.Binary) value).base64());
  }

  static Value value(JsonNode node) {
    if (node.has("S")) {
      return new Value.Text(node.path("S").asText());
    }
    if (node.has("N")) {
      return new Value.Num(node.path("N").asText());
    }
    byte[] bytes = Base64.getDecoder().decode(node.path("B").asText());
    return new Value.Binary(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
  }
}
