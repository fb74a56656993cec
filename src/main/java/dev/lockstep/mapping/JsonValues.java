package dev.lockstep.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.lockstep.item.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON text as DynamoDB's own maps, lists and scalars. Of equal keys the last one counts. */
final class JsonValues {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** DynamoDB takes 32 levels, the attribute itself being one. */
  private static final int MAX_DEPTH = 31;

  private final NumberPolicy numbers;

  JsonValues(NumberPolicy numbers) {
    this.numbers = numbers;
  }

  /**
   * Reads one JSON value.
   *
   * @throws BadValueException if the text is not JSON, nests too deep, or holds a number that does
   *     not fit and is to be refused
   */
  Value parse(String text) {
    try (JsonParser json = FACTORY.createParser(text)) {
      json.nextToken();
      Value value = value(json, 0);
      if (json.nextToken() != null) {
        throw notJson();
      }
      return value;
    } catch (JsonProcessingException e) {
      throw notJson();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static BadValueException notJson() {
    return new BadValueException(
        "NOT-JSON", "the value is not one JSON text", "Map the column 'as: text'.");
  }

  private Value value(JsonParser json, int depth) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw notJson();
    }
    return switch (token) {
      case START_OBJECT -> object(json, deeper(depth));
      case START_ARRAY -> array(json, deeper(depth));
      case VALUE_STRING -> new Value.Text(json.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json.getText());
      case VALUE_TRUE -> new Value.Bool(true);
      case VALUE_FALSE -> new Value.Bool(false);
      case VALUE_NULL -> new Value.Null();
      default -> throw new JsonParseException(json, "unexpected " + token);
    };
  }

  private Value number(String digits) {
    try {
      return Conversions.number(new BigDecimal(digits), numbers);
    } catch (NumberFormatException e) {
      return Conversions.unfit(digits, numbers, "has an exponent beyond all bounds");
    }
  }

  private static int deeper(int depth) {
    if (depth >= MAX_DEPTH) {
      throw new BadValueException(
          "TOO-DEEP",
          "the JSON nests deeper than the " + MAX_DEPTH + " levels that DynamoDB takes",
          "Map the column 'as: text'.");
    }
    return depth + 1;
  }

  private Value object(JsonParser json, int depth) throws IOException {
    Map<String, Value> values = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      values.put(name, value(json, depth));
    }
    return new Value.MapOf(values);
  }

  private Value array(JsonParser json, int depth) throws IOException {
    List<Value> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(json, depth));
    }
    return new Value.ListOf(values);
  }
}
