package dev.lockstep.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A team that rehearses with its application on the target, and does whatever can be done there.
 */
final class Team {
  private static final String TABLE = "bank";
  private static final String HUGE = "99999999999999999999999999999999999999";

  /** One that Lockstep could have written, of an epoch far ahead. */
  private static final String AHEAD = "77700000000000000000000000000000000000";

  private final DynamoDbClient client;

  Team(TargetItems items) {
    this.client = items.client();
  }

  /** Returns how many items it touched. */
  int rehearse() {
    List<Map<String, AttributeValue>> all =
        new ArrayList<>(
            client
                .scanPaginator(scan -> scan.tableName(TABLE).consistentRead(true))
                .items()
                .stream()
                .filter(item -> !item.containsKey("_deleted"))
                .toList());
    for (int i = 0; i < all.size(); i++) {
      touch(i, all.get(i));
    }
    for (int i = 0; i < 5; i++) {
      put(Map.of("pk", text("STRANGER"), "sk", text("S" + i), "what", text("no row makes it")));
    }
    put(
        Map.of(
            "pk", text("STRANGER"), "sk", text("V"), "_v", number(AHEAD), "what", text("future")));
    return all.size() + 6;
  }

  private void touch(int i, Map<String, AttributeValue> item) {
    Map<String, AttributeValue> changed = new HashMap<>(item);
    switch (i % 6) {
      case 0 -> changed.put("balance", text("changed, with its version intact"));
      case 1 -> changed.keySet().retainAll(List.of("pk", "sk"));
      case 2 -> {
        changed.put("_v", number(AHEAD));
        changed.put("note", text("with a version that nothing wins against"));
      }
      case 3 -> changed.put("_v", text("a text"));
      case 4 -> {
        client.deleteItem(
            delete ->
                delete
                    .tableName(TABLE)
                    .key(Map.of("pk", value(item, "pk"), "sk", value(item, "sk"))));
        return;
      }
      default -> changed.put("_v", number(HUGE));
    }
    put(changed);
  }

  private static AttributeValue value(Map<String, AttributeValue> item, String name) {
    return java.util.Objects.requireNonNull(item.get(name));
  }

  private void put(Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(TABLE).item(item));
  }

  private static AttributeValue text(String text) {
    return AttributeValue.builder().s(text).build();
  }

  private static AttributeValue number(String digits) {
    return AttributeValue.builder().n(digits).build();
  }
}
