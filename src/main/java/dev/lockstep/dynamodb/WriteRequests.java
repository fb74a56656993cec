package dev.lockstep.dynamodb;

import dev.lockstep.apply.ItemMending;
import dev.lockstep.apply.ItemMending.Mend;
import dev.lockstep.change.Version;
import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Item writes as DynamoDB's requests, straight to JSON. Conditions are those that {@link
 * dev.lockstep.apply.ItemStore} states. All names in expressions are placeholders, so that reserved
 * words need no care.
 */
final class WriteRequests {
  private static final int EXPECTED_BYTES = 2048;
  private static final int MAX_CACHED_NAMES = 10_000;

  private static final String NEWER = "attribute_not_exists(#v) OR #v < :v";
  private static final String NEWER_THAN_ITEM =
      "attribute_exists(#v) AND #v < :v AND attribute_not_exists(#d)";
  private static final String SAME_TOMBSTONE = "#v = :v AND #d = :d";
  private static final String TELL =
      ",\"ReturnConsumedCapacity\":\"INDEXES\",\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}";

  private final Map<String, byte[]> names = new ConcurrentHashMap<>();

  /**
   * A request.
   *
   * @param operation of DynamoDB's API
   * @param json its body, complete
   */
  record Request(String operation, JsonBytes json) {}

  Request of(ItemWrite write, TableKeys.Names keys) {
    if (write instanceof ItemWrite.Put put) {
      return put(put, keys);
    } else if (write instanceof ItemWrite.Patch patch) {
      return patch(patch, keys);
    } else if (write instanceof ItemWrite.Tombstone tombstone) {
      return tombstone(tombstone, keys);
    }
    return write instanceof ItemWrite.Bury
        ? delete(write, keys, SAME_TOMBSTONE, true)
        : delete(write, keys, NEWER, false);
  }

  private Request put(ItemWrite.Put put, TableKeys.Names keys) {
    String version = put.version().toDecimal();
    JsonBytes out = begin(put.key().table()).raw(",\"Item\":");
    item(out, put, version, keys);
    condition(out, NEWER).raw(",\"ExpressionAttributeNames\":{\"#v\":\"_v\"}");
    values(out, version).raw('}').raw(TELL);
    return new Request("PutItem", out);
  }

  private Request tombstone(ItemWrite.Tombstone write, TableKeys.Names keys) {
    String version = write.version().toDecimal();
    JsonBytes out = begin(write.key().table()).raw(",\"Item\":{");
    key(out, write.key(), keys).raw(',');
    bookkeeping(out, version, write.commitMicros());
    name(out.raw(','), Bookkeeping.DELETED).raw("{\"BOOL\":true}}");
    condition(out, NEWER).raw(",\"ExpressionAttributeNames\":{\"#v\":\"_v\"}");
    values(out, version).raw('}').raw(TELL);
    return new Request("PutItem", out);
  }

  private Request delete(
      ItemWrite write, TableKeys.Names keys, String condition, boolean tombstone) {
    JsonBytes out = begin(write.key().table()).raw(",\"Key\":{");
    key(out, write.key(), keys).raw('}');
    condition(out, condition).raw(",\"ExpressionAttributeNames\":{\"#v\":\"_v\"");
    out.raw(tombstone ? ",\"#d\":\"_deleted\"}" : "}");
    values(out, write.version().toDecimal());
    out.raw(tombstone ? ",\":d\":{\"BOOL\":true}}" : "}").raw(TELL);
    return new Request("DeleteItem", out);
  }

  private Request patch(ItemWrite.Patch patch, TableKeys.Names keys) {
    List<String> set = List.copyOf(patch.set().keySet());
    List<String> remove = List.copyOf(patch.remove());
    JsonBytes out = begin(patch.key().table()).raw(",\"Key\":{");
    key(out, patch.key(), keys).raw("},\"UpdateExpression\":\"SET #v=:v,#t=:t");
    for (int i = 0; i < set.size(); i++) {
      String at = Integer.toString(i);
      out.raw(",#").raw(at).raw("=:").raw(at);
    }
    for (int i = 0; i < remove.size(); i++) {
      out.raw(i == 0 ? " REMOVE #" : ",#").raw(Integer.toString(set.size() + i));
    }
    condition(out.raw('"'), NEWER_THAN_ITEM);
    out.raw(",\"ExpressionAttributeNames\":{\"#v\":\"_v\",\"#t\":\"_ts\",\"#d\":\"_deleted\"");
    placeholders(out, 0, set);
    placeholders(out, set.size(), remove);
    values(out.raw('}'), patch.version().toDecimal()).raw(",\":t\":{\"N\":\"");
    out.raw(Long.toString(patch.commitMicros())).raw("\"}");
    for (int i = 0; i < set.size(); i++) {
      out.raw(",\":").raw(Integer.toString(i)).raw("\":");
      ValueJson.write(out, value(patch.set(), set.get(i)));
    }
    return new Request("UpdateItem", out.raw('}').raw(TELL));
  }

  private static Value value(Map<String, Value> values, String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("a patch that changes while it is written");
    }
    return value;
  }

  private static void placeholders(JsonBytes out, int first, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      out.raw(",\"#").raw(Integer.toString(first + i)).raw("\":").text(names.get(i));
    }
  }

  /** Puts of one table without conditions. */
  Request batch(String table, List<ItemWrite.Put> puts, TableKeys.Names keys) {
    JsonBytes out = new JsonBytes(EXPECTED_BYTES * puts.size());
    out.raw("{\"RequestItems\":{").text(table).raw(':');
    char separator = '[';
    for (ItemWrite.Put put : puts) {
      out.raw(separator).raw("{\"PutRequest\":{\"Item\":");
      item(out, put, put.version().toDecimal(), keys);
      out.raw("}}");
      separator = ',';
    }
    out.raw("]},\"ReturnConsumedCapacity\":\"INDEXES\"}");
    return new Request("BatchWriteItem", out);
  }

  /** A write that takes effect only where exactly what was read still stands. */
  Request mend(Mend mend, TableKeys.Names keys) {
    ItemMending.Standing standing = mend.standing();
    Item content = mend.content();
    JsonBytes out = begin(mend.key().table());
    if (content == null) {
      key(out.raw(",\"Key\":{"), mend.key(), keys).raw('}');
    } else {
      Version version = mend.version();
      ItemWrite.Put put = new ItemWrite.Put(content, version, mend.commitMicros());
      item(out.raw(",\"Item\":"), put, version.toDecimal(), keys);
    }
    if (standing instanceof ItemMending.Nothing) {
      condition(out, "attribute_not_exists(#k)");
      out.raw(",\"ExpressionAttributeNames\":{\"#k\":").text(keys.partition()).raw('}');
    } else if (standing instanceof ItemMending.Versioned versioned) {
      condition(out, "#v = :s").raw(",\"ExpressionAttributeNames\":{\"#v\":\"_v\"}");
      ValueJson.write(out.raw(",\"ExpressionAttributeValues\":{\":s\":"), versioned.version());
      out.raw('}');
    } else {
      condition(out, "attribute_exists(#k) AND attribute_not_exists(#v)");
      out.raw(",\"ExpressionAttributeNames\":{\"#k\":").text(keys.partition());
      out.raw(",\"#v\":\"_v\"}");
    }
    return new Request(content == null ? "DeleteItem" : "PutItem", out.raw(TELL));
  }

  private static JsonBytes begin(String table) {
    return new JsonBytes(EXPECTED_BYTES).raw("{\"TableName\":").text(table);
  }

  private void item(JsonBytes out, ItemWrite.Put put, String version, TableKeys.Names keys) {
    key(out.raw('{'), put.key(), keys).raw(',');
    for (Map.Entry<String, Value> attribute : put.item().attributes().entrySet()) {
      name(out, attribute.getKey());
      ValueJson.write(out, attribute.getValue());
      out.raw(',');
    }
    bookkeeping(out, version, put.commitMicros());
    out.raw('}');
  }

  private JsonBytes key(JsonBytes out, ItemKey key, TableKeys.Names keys) {
    name(out, keys.partition());
    ValueJson.write(out, key.partition());
    if (keys.sort() != null && key.sort() != null) {
      name(out.raw(','), keys.sort());
      ValueJson.write(out, key.sort());
    }
    return out;
  }

  private void bookkeeping(JsonBytes out, String version, long commitMicros) {
    name(out, Bookkeeping.VERSION).raw("{\"N\":\"").raw(version).raw("\"},");
    name(out, Bookkeeping.COMMIT_TIME);
    out.raw("{\"N\":\"").raw(Long.toString(commitMicros)).raw("\"}");
  }

  private static JsonBytes condition(JsonBytes out, String expression) {
    return out.raw(",\"ConditionExpression\":\"").raw(expression).raw('"');
  }

  /** Begins the expression's values; the object stays open. */
  private static JsonBytes values(JsonBytes out, String version) {
    return out.raw(",\"ExpressionAttributeValues\":{\":v\":{\"N\":\"").raw(version).raw("\"}");
  }

  /** A member's name with its colon. */
  private JsonBytes name(JsonBytes out, String name) {
    byte[] known = names.get(name);
    return out.raw(known == null ? encode(name) : known);
  }

  // Names come from the mapping, so there are few; the bound is against a mapping that is not so.
  private byte[] encode(String name) {
    byte[] encoded = new JsonBytes(name.length() + 3).text(name).raw(':').toBytes();
    if (names.size() < MAX_CACHED_NAMES) {
      names.put(name, encoded);
    }
    return encoded;
  }
}
