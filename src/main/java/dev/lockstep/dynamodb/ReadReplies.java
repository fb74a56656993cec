package dev.lockstep.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lockstep.apply.ItemReads.Batch;
import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.apply.ItemReads.Page;
import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads DynamoDB's answers to reads of many items. */
final class ReadReplies {
  private static final JsonFactory JSON = new JsonFactory();

  private ReadReplies() {}

  static Batch batch(byte[] body, String table, TableKeys.Names keys) throws IOException {
    List<Found> found = new ArrayList<>();
    List<ItemKey> unprocessed = new ArrayList<>();
    double units = 0;
    try (JsonParser in = JSON.createParser(body)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "Responses" -> responses(in, item -> found.add(found(table, keys, item)));
          case "UnprocessedKeys" ->
              unprocessed(in, item -> unprocessed.add(key(table, keys, item)));
          case "ConsumedCapacity" -> units += allUnits(in);
          default -> in.skipChildren();
        }
      }
    }
    return new Batch(found, unprocessed, units);
  }

  static Page page(byte[] body, String table, TableKeys.Names keys) throws IOException {
    List<Found> found = new ArrayList<>();
    @Nullable ItemKey next = null;
    double units = 0;
    try (JsonParser in = JSON.createParser(body)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "Items" -> items(in, item -> found.add(found(table, keys, item)));
          case "LastEvaluatedKey" -> next = key(table, keys, ValueJson.readAttributes(in));
          case "ConsumedCapacity" -> units = ReplyReader.capacity(in);
          default -> in.skipChildren();
        }
      }
    }
    return new Page(found, next, units);
  }

  private interface Taker {
    void take(Map<String, Value> item) throws IOException;
  }

  private static void responses(JsonParser in, Taker taker) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      in.nextToken();
      items(in, taker);
    }
  }

  private static void unprocessed(JsonParser in, Taker taker) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        boolean keys = in.currentName().equals("Keys");
        in.nextToken();
        if (keys) {
          items(in, taker);
        } else {
          in.skipChildren();
        }
      }
    }
  }

  private static void items(JsonParser in, Taker taker) throws IOException {
    while (in.nextToken() == JsonToken.START_OBJECT) {
      taker.take(ValueJson.readAttributes(in));
    }
  }

  private static double allUnits(JsonParser in) throws IOException {
    double units = 0;
    while (in.nextToken() == JsonToken.START_OBJECT) {
      units += ReplyReader.capacity(in);
    }
    return units;
  }

  private static ItemKey key(String table, TableKeys.Names keys, Map<String, Value> item)
      throws IOException {
    return keys.keyOf(table, item)
        .orElseThrow(() -> new IOException("an item of " + table + " without its key"));
  }

  /** The attributes are the caller's, and become the content. */
  private static Found found(String table, TableKeys.Names keys, Map<String, Value> item)
      throws IOException {
    ItemKey key = key(table, keys, item);
    item.remove(keys.partition());
    if (keys.sort() != null) {
      item.remove(keys.sort());
    }
    item.remove(Bookkeeping.COMMIT_TIME);
    Value version = item.remove(Bookkeeping.VERSION);
    boolean tombstone = new Value.Bool(true).equals(item.remove(Bookkeeping.DELETED));
    return new Found(new Item(key, item), version, tombstone);
  }
}
