package dev.lockstep.testing.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * A request to DynamoDB as a script sees it.
 *
 * @param operation for example {@code PutItem}
 * @param body its JSON
 */
public record Request(String operation, JsonNode body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KEY_NAMES = List.of("pk", "sk", "id");
  private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");

  static Request of(HttpMessage message) {
    String target = message.headers().getOrDefault("x-amz-target", "");
    try {
      return new Request(
          target.substring(target.lastIndexOf('.') + 1), JSON.readTree(message.body()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it writes one item. */
  public boolean isWrite() {
    return WRITES.contains(operation);
  }

  /** Whether it writes a batch. */
  public boolean isBatch() {
    return operation.equals("BatchWriteItem");
  }

  /** Table and key of the item that it writes, in a form that is equal for equal items. */
  public String item() {
    JsonNode named = body.has("Key") ? body.get("Key") : body.path("Item");
    StringBuilder item = new StringBuilder(body.path("TableName").asText());
    for (String name : KEY_NAMES) {
      item.append('/').append(named.path(name));
    }
    return item.toString();
  }

  /** The table that it names; empty if it names none or several. */
  public String table() {
    return body.path("TableName").asText();
  }
}
