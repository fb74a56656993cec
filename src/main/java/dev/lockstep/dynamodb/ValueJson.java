package dev.lockstep.dynamodb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lockstep.item.Numbers;
import dev.lockstep.item.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values in DynamoDB's JSON: {@code {"S":"text"}}. */
final class ValueJson {
  private static final int PLAIN_DIGITS = 38;

  private ValueJson() {}

  /** Writes a value with its type. */
  static void write(JsonBytes out, Value value) {
    if (value instanceof Value.Text text) {
      out.raw("{\"S\":").text(text.text());
    } else if (value instanceof Value.Num number) {
      out.raw("{\"N\":").text(number.digits());
    } else if (value instanceof Value.Bool bool) {
      out.raw(bool.value() ? "{\"BOOL\":true" : "{\"BOOL\":false");
    } else if (value instanceof Value.Null) {
      out.raw("{\"NULL\":true");
    } else if (value instanceof Value.Binary binary) {
      out.raw("{\"B\":").base64(binary.bytes());
    } else {
      writeCollection(out, value);
    }
    out.raw('}');
  }

  private static void writeCollection(JsonBytes out, Value value) {
    if (value instanceof Value.MapOf map) {
      out.raw("{\"M\":");
      write(out, map.values());
    } else if (value instanceof Value.ListOf list) {
      out.raw("{\"L\":");
      write(out, list.values());
    } else if (value instanceof Value.TextSet set) {
      out.raw("{\"SS\":");
      writeTexts(out, set.values());
    } else if (value instanceof Value.NumSet set) {
      out.raw("{\"NS\":");
      writeTexts(out, set.values());
    }
  }

  private static void write(JsonBytes out, List<Value> values) {
    char separator = '[';
    for (Value value : values) {
      out.raw(separator);
      write(out, value);
      separator = ',';
    }
    out.raw(values.isEmpty() ? "[]" : "]");
  }

  private static void write(JsonBytes out, Map<String, Value> values) {
    char separator = '{';
    for (Map.Entry<String, Value> entry : values.entrySet()) {
      out.raw(separator).text(entry.getKey()).raw(':');
      write(out, entry.getValue());
      separator = ',';
    }
    out.raw(values.isEmpty() ? "{}" : "}");
  }

  private static void writeTexts(JsonBytes out, Collection<String> texts) {
    char separator = '[';
    for (String text : texts) {
      out.raw(separator).text(text);
      separator = ',';
    }
    out.raw(texts.isEmpty() ? "[]" : "]");
  }

  /** Reads attributes; the parser stands on the object's start and is left on its end. */
  static Map<String, Value> readAttributes(JsonParser in) throws IOException {
    Map<String, Value> attributes = new HashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      attributes.put(name, read(in));
    }
    return attributes;
  }

  /** Reads a value; the parser stands on the start of its object and is left on its end. */
  private static Value read(JsonParser in) throws IOException {
    in.nextToken();
    String type = in.currentName();
    in.nextToken();
    Value value = readTyped(in, type);
    in.nextToken();
    return value;
  }

  private static Value readTyped(JsonParser in, String type) throws IOException {
    return switch (type) {
      case "S" -> new Value.Text(in.getText());
      case "N" -> number(in.getText());
      case "B" -> binary(Base64.getDecoder().decode(in.getText()));
      case "BOOL" -> new Value.Bool(in.getBooleanValue());
      case "NULL" -> new Value.Null();
      case "M" -> new Value.MapOf(readAttributes(in));
      case "L" -> new Value.ListOf(readList(in));
      case "SS" -> new Value.TextSet(readTexts(in));
      case "NS" -> numbers(readTexts(in));
      case "BS" -> binaries(readTexts(in));
      default -> throw new IOException("no type of DynamoDB: " + type);
    };
  }

  private static List<Value> readList(JsonParser in) throws IOException {
    List<Value> values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      values.add(read(in));
    }
    return values;
  }

  private static Set<String> readTexts(JsonParser in) throws IOException {
    Set<String> texts = new LinkedHashSet<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      texts.add(in.getText());
    }
    return texts;
  }

  /** A number in its one form, however DynamoDB spelled it. */
  static Value.Num number(String digits) {
    return isPlain(digits) ? new Value.Num(digits) : spelledOut(digits);
  }

  /** Whole numbers of usual size are in their one form already. */
  private static boolean isPlain(String digits) {
    int length = digits.length();
    if (length == 0 || length > PLAIN_DIGITS || (digits.charAt(0) == '0' && length > 1)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static Value.Num spelledOut(String digits) {
    return Numbers.exact(new BigDecimal(digits)).orElseGet(() -> new Value.Num(digits));
  }

  /** Numbers in their one form. */
  static Value.NumSet numbers(Collection<String> digits) {
    Set<String> numbers = new LinkedHashSet<>();
    digits.forEach(each -> numbers.add(number(each).digits()));
    return new Value.NumSet(numbers);
  }

  /** Read-only bytes at position 0. */
  static Value.Binary binary(byte[] bytes) {
    return new Value.Binary(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
  }

  // Lockstep writes no binary sets; one that a stranger wrote is shown as a list.
  private static Value binaries(Collection<String> base64) {
    return new Value.ListOf(
        base64.stream().<Value>map(each -> binary(Base64.getDecoder().decode(each))).toList());
  }
}
