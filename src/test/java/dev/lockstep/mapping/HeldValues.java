package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.ZeroDate;
import dev.lockstep.yaml.YamlNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Column types and values as scenarios write them, in the canonical form of rows. */
final class HeldValues {
  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("bigint", Kind.INTEGER),
          Map.entry("int", Kind.INTEGER),
          Map.entry("numeric", Kind.DECIMAL),
          Map.entry("real", Kind.FLOAT),
          Map.entry("double", Kind.FLOAT),
          Map.entry("text", Kind.TEXT),
          Map.entry("inet", Kind.TEXT),
          Map.entry("boolean", Kind.BOOLEAN),
          Map.entry("bytea", Kind.BYTES),
          Map.entry("date", Kind.DATE),
          Map.entry("time", Kind.TIME),
          Map.entry("timestamp", Kind.TIMESTAMP),
          Map.entry("timestamptz", Kind.TIMESTAMP_TZ),
          Map.entry("interval", Kind.INTERVAL),
          Map.entry("uuid", Kind.UUID),
          Map.entry("jsonb", Kind.JSON),
          Map.entry("enum", Kind.ENUM),
          Map.entry("bit", Kind.BITS),
          Map.entry("hstore", Kind.MAP),
          Map.entry("money[]", Kind.UNSUPPORTED));

  private static final ColumnType SET = ColumnType.setOf("set");

  private HeldValues() {}

  /** The type with a name such as {@code numeric(12,2)} or {@code text[]}. */
  static ColumnType type(String name) {
    if (name.equals("set")) {
      return SET;
    }
    Kind kind = KINDS.get(name.replaceAll("\\(.*\\)", ""));
    if (kind == null && name.endsWith("[]")) {
      return ColumnType.arrayOf(type(name.substring(0, name.length() - 2)), name);
    }
    return ColumnType.of(Objects.requireNonNull(kind, () -> "no type " + name), name);
  }

  /** A value of a type. */
  static @Nullable Object held(YamlNode node, ColumnType type) {
    if (node instanceof YamlNode.Sequence list) {
      return list(list, Objects.requireNonNull(type.element()));
    }
    if (node instanceof YamlNode.Mapping map) {
      return map(map);
    }
    YamlNode.Scalar scalar = (YamlNode.Scalar) node;
    return scalar.kind() == YamlNode.Kind.NULL ? null : held(scalar.text(), type);
  }

  private static List<@Nullable Object> list(YamlNode.Sequence list, ColumnType element) {
    List<@Nullable Object> held = new ArrayList<>();
    list.elements().forEach(e -> held.add(held(e, element)));
    return held;
  }

  private static Map<String, @Nullable Object> map(YamlNode.Mapping map) {
    Map<String, @Nullable Object> held = new LinkedHashMap<>();
    ColumnType text = ColumnType.of(Kind.TEXT, "text");
    map.entries().forEach(e -> held.put(e.key(), held(e.value(), text)));
    return held;
  }

  /** A value of a type, from text. */
  static Object held(String text, ColumnType type) {
    if (ZeroDates.concern(type) && text.contains("-00")) {
      return zeroDate(text);
    }
    return switch (type.kind()) {
      case BOOLEAN -> Boolean.valueOf(text);
      case INTEGER -> Long.valueOf(text);
      case DECIMAL -> isSpecial(text) ? text : new BigDecimal(text);
      case FLOAT ->
          type.sourceName().equals("real") ? (Object) Float.valueOf(text) : Double.valueOf(text);
      case BYTES -> ByteBuffer.wrap(HexFormat.of().parseHex(text)).asReadOnlyBuffer();
      case DATE -> isInfinity(text) ? infinity(text) : LocalDate.parse(text).toEpochDay();
      case TIME -> LocalTime.parse(text).toNanoOfDay() / 1000;
      case TIMESTAMP -> isInfinity(text) ? infinity(text) : micros(local(text));
      case TIMESTAMP_TZ -> isInfinity(text) ? infinity(text) : micros(Instant.parse(text));
      default -> text;
    };
  }

  /** {@code 2024-00-10} or {@code 2024-00-10T12:00:00}, with or without a Z. */
  private static long zeroDate(String text) {
    String[] date = text.replaceAll("T.*", "").split("-", -1);
    String time = text.replaceAll("^.*T|Z$", "");
    return ZeroDate.micros(
        Integer.parseInt(date[0]),
        Integer.parseInt(date[1]),
        Integer.parseInt(date[2]),
        text.contains("T") ? LocalTime.parse(time).toNanoOfDay() / 1000 : 0);
  }

  private static boolean isSpecial(String text) {
    return text.equals("NaN") || text.endsWith("Infinity");
  }

  private static boolean isInfinity(String text) {
    return text.endsWith("infinity");
  }

  private static Object infinity(String text) {
    return text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static Instant local(String text) {
    return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }
}
