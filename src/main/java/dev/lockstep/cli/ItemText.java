package dev.lockstep.cli;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.lockstep.admin.Json;
import dev.lockstep.item.TypedJson;
import dev.lockstep.item.Value;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Items as people read them: names and values, what is nested as JSON. */
final class ItemText {
  private ItemText() {}

  /** A value for people: text as it is, the rest as JSON. */
  static String text(Value value) {
    return value instanceof Value.Text text ? text.text() : Json.line(plain(value));
  }

  private static Object plain(Value value) {
    if (value instanceof Value.Text text) {
      return text.text();
    }
    if (value instanceof Value.Num number) {
      return new RawValue(number.digits());
    }
    if (value instanceof Value.Bool bool) {
      return bool.value();
    }
    if (value instanceof Value.Binary binary) {
      return binary.base64();
    }
    return nested(value);
  }

  private static Object nested(Value value) {
    if (value instanceof Value.ListOf list) {
      return list.values().stream().map(ItemText::plain).toList();
    }
    if (value instanceof Value.MapOf map) {
      Map<String, Object> plain = new TreeMap<>();
      map.values().forEach((name, inner) -> plain.put(name, plain(inner)));
      return plain;
    }
    if (value instanceof Value.TextSet set) {
      return new TreeSet<>(set.values());
    }
    if (value instanceof Value.NumSet set) {
      return set.values().stream().sorted().map(RawValue::new).collect(Collectors.toList());
    }
    return new RawValue("null");
  }

  /** A value with its type, as DynamoDB writes it, in one line. */
  static String typed(Value value) {
    return Json.line(TypedJson.of(value));
  }
}
