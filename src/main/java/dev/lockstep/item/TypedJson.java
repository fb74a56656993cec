package dev.lockstep.item;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Values with their types, as DynamoDB writes them, for whatever prints maps and lists as JSON:
 * {@code {"N": "42"}}. Maps and sets are in the order of their names and members.
 */
public final class TypedJson {
  private TypedJson() {}

  /** The value; binaries in Base64. */
  public static Map<String, Object> of(Value value) {
    if (value instanceof Value.Text text) {
      return Map.of("S", text.text());
    }
    if (value instanceof Value.Num number) {
      return Map.of("N", number.digits());
    }
    if (value instanceof Value.Bool bool) {
      return Map.of("BOOL", bool.value());
    }
    if (value instanceof Value.Binary binary) {
      return Map.of("B", binary.base64());
    }
    return value instanceof Value.Null ? Map.of("NULL", true) : composed(value);
  }

  /**
   * The value of a key, from what {@link #of} makes of one.
   *
   * @param type the only name in it
   * @param text what it stands for
   * @throws IllegalArgumentException if no key has such a value
   */
  public static Value keyValue(String type, String text) {
    return switch (type) {
      case "S" -> new Value.Text(text);
      case "N" -> new Value.Num(text);
      case "B" ->
          new Value.Binary(ByteBuffer.wrap(Base64.getDecoder().decode(text)).asReadOnlyBuffer());
      default -> throw new IllegalArgumentException("a key's value is an S, an N or a B: " + type);
    };
  }

  private static Map<String, Object> composed(Value value) {
    if (value instanceof Value.ListOf list) {
      return Map.of("L", list.values().stream().map(TypedJson::of).toList());
    }
    if (value instanceof Value.MapOf map) {
      Map<String, Object> entries = new TreeMap<>();
      map.values().forEach((name, inner) -> entries.put(name, of(inner)));
      return Map.of("M", entries);
    }
    return value instanceof Value.TextSet texts
        ? Map.of("SS", new TreeSet<>(texts.values()))
        : Map.of("NS", new TreeSet<>(((Value.NumSet) value).values()));
  }
}
