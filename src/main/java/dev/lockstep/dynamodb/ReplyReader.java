package dev.lockstep.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lockstep.dynamodb.ServiceError.Reason;
import dev.lockstep.item.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads DynamoDB's answers to writes: just what is asked of them. */
final class ReplyReader {
  private static final JsonFactory JSON = new JsonFactory();

  private ReplyReader() {}

  /**
   * What a batch left.
   *
   * @param units write units consumed, in all tables and indexes
   * @param unprocessed items that were not written, keys and bookkeeping included
   */
  record BatchReply(double units, List<Map<String, Value>> unprocessed) {}

  /** Write units that a single write consumed, in its table and indexes; 0 if it does not say. */
  static double units(byte[] body) throws IOException {
    try (JsonParser in = JSON.createParser(body)) {
      for (in.nextToken(); in.nextToken() == JsonToken.FIELD_NAME; in.skipChildren()) {
        if (isValueOf(in, "ConsumedCapacity")) {
          return capacity(in);
        }
      }
      return 0;
    }
  }

  static BatchReply batch(byte[] body) throws IOException {
    double units = 0;
    List<Map<String, Value>> unprocessed = new ArrayList<>();
    try (JsonParser in = JSON.createParser(body)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        if (name.equals("ConsumedCapacity")) {
          while (in.nextToken() == JsonToken.START_OBJECT) {
            units += capacity(in);
          }
        } else if (name.equals("UnprocessedItems")) {
          collectItems(in, unprocessed);
        } else {
          in.skipChildren();
        }
      }
    }
    return new BatchReply(units, unprocessed);
  }

  /** Finds every {@code Item} below the object that the parser stands on. */
  private static void collectItems(JsonParser in, List<Map<String, Value>> items)
      throws IOException {
    int depth = 1;
    while (depth > 0) {
      JsonToken token = in.nextToken();
      if (token == JsonToken.START_OBJECT && "Item".equals(in.currentName())) {
        items.add(ValueJson.readAttributes(in));
      } else if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
    }
  }

  /** Reads one ConsumedCapacity object; the parser is left on its end. */
  static double capacity(JsonParser in) throws IOException {
    double units = 0;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      if (isValueOf(in, "CapacityUnits")) {
        units = in.getDoubleValue();
      }
      in.skipChildren();
    }
    return units;
  }

  private static boolean isValueOf(JsonParser in, String name) throws IOException {
    boolean is = in.currentName().equals(name);
    in.nextToken();
    return is;
  }

  /** An error as far as it can be read: what answers need not be DynamoDB. */
  static ServiceError error(int status, byte[] body) {
    Parts parts = new Parts();
    try (JsonParser in = JSON.createParser(body)) {
      if (in.nextToken() == JsonToken.START_OBJECT) {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          parts.read(in);
        }
      }
    } catch (IOException e) {
      return ServiceError.of(status, parts.code, parts.message);
    }
    return new ServiceError(
        status, parts.code, parts.message, List.copyOf(parts.reasons), parts.item);
  }

  /** The parts of an error in the order in which they come. */
  private static final class Parts {
    private String code = "";
    private String message = "";
    private final List<Reason> reasons = new ArrayList<>();
    private @Nullable Map<String, Value> item;

    void read(JsonParser in) throws IOException {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      switch (name) {
        case "__type" -> code = in.getText().substring(in.getText().indexOf('#') + 1);
        case "message", "Message" -> message = value.isScalarValue() ? in.getText() : "";
        case "Item" -> item = ValueJson.readAttributes(in);
        // ThrottlingException spells it in lower case, the two older throttles in upper case.
        case "throttlingReasons", "ThrottlingReasons" -> readReasons(in);
        default -> in.skipChildren();
      }
    }

    private void readReasons(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.START_OBJECT) {
        String reason = "";
        String resource = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          String name = in.currentName();
          in.nextToken();
          if (name.equals("reason")) {
            reason = in.getText();
          } else if (name.equals("resource")) {
            resource = in.getText();
          }
        }
        reasons.add(new Reason(reason, resource));
      }
    }
  }
}
