package dev.lockstep.cli;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.inspect.Explanation;
import dev.lockstep.inspect.Explanation.Explained;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TypedJson;
import dev.lockstep.item.Value;
import dev.lockstep.verify.ValueDifference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An explanation as JSON; values as DynamoDB writes them ({@code {"S": "text"}}). */
final class ExplainJson {
  private ExplainJson() {}

  static Map<String, @Nullable Object> of(Explanation explanation) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("same", explanation.isSame());
    json.put("row", explanation.row());
    json.put("found", explanation.found());
    json.put("items", explanation.items().stream().map(ExplainJson::item).toList());
    json.put("notes", explanation.notes());
    return json;
  }

  private static Map<String, @Nullable Object> item(Explained item) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("state", item.state());
    json.put("type", item.type());
    json.put("root", item.root());
    json.put("through", item.through());
    json.put("table", item.key() == null ? null : item.key().table());
    json.put("key", item.key() == null ? null : key(item.key()));
    json.put("expected", item.expected() == null ? null : attributes(item.expected()));
    StoredItem stored = item.stored();
    json.put("stored", stored == null ? null : attributes(stored.item()));
    json.put("version", stored == null ? null : stored.version());
    json.put("committed", stored == null ? null : ExplainPage.time(stored.commitMicros()));
    json.put("differences", item.differences().stream().map(ExplainJson::difference).toList());
    json.put("problem", item.problem());
    return json;
  }

  private static Map<String, @Nullable Object> key(ItemKey key) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("partition", TypedJson.of(key.partition()));
    json.put("sort", typed(key.sort()));
    return json;
  }

  private static Map<String, Object> attributes(Item item) {
    Map<String, Object> json = new TreeMap<>();
    item.attributes().forEach((name, value) -> json.put(name, TypedJson.of(value)));
    return json;
  }

  private static Map<String, @Nullable Object> difference(ValueDifference difference) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("path", difference.path());
    json.put("expected", typed(difference.expected()));
    json.put("stored", typed(difference.stored()));
    return json;
  }

  private static @Nullable Object typed(@Nullable Value value) {
    return value == null ? null : TypedJson.of(value);
  }
}
