package dev.lockstep.source.postgres;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the values of each PostgreSQL type are held. Types are named as in {@code pg_type.typname};
 * an array's name starts with an underscore. What is not known by name is held as the text that
 * PostgreSQL shows.
 */
public final class PostgresTypes {
  private static final Map<String, Kind> BUILT_IN = builtIn();
  private static final Map<String, String> SERIALS =
      Map.of("smallserial", "int2", "serial", "int4", "bigserial", "int8");
  private static final String ENUM = "enum";

  /** By name of a type: {@code enum}, or the name of the type that a domain stands for. */
  private final Map<String, String> userTypes;

  /**
   * @param userTypes enums and domains of the database: by name, {@code enum} or the base type's
   *     name
   */
  public PostgresTypes(Map<String, String> userTypes) {
    this.userTypes = Map.copyOf(userTypes);
  }

  private static Map<String, Kind> builtIn() {
    Map<String, Kind> kinds = new HashMap<>();
    put(kinds, Kind.BOOLEAN, "bool");
    put(kinds, Kind.INTEGER, "int2", "int4", "int8", "oid");
    put(kinds, Kind.DECIMAL, "numeric", "money");
    put(kinds, Kind.FLOAT, "float4", "float8");
    put(kinds, Kind.BYTES, "bytea");
    put(kinds, Kind.DATE, "date");
    put(kinds, Kind.TIME, "time");
    put(kinds, Kind.TIMESTAMP, "timestamp");
    put(kinds, Kind.TIMESTAMP_TZ, "timestamptz");
    put(kinds, Kind.INTERVAL, "interval");
    put(kinds, Kind.UUID, "uuid");
    put(kinds, Kind.JSON, "json", "jsonb");
    put(kinds, Kind.BITS, "bit", "varbit");
    put(kinds, Kind.MAP, "hstore");
    return Map.copyOf(kinds);
  }

  private static void put(Map<String, Kind> kinds, Kind kind, String... names) {
    for (String name : names) {
      kinds.put(name, kind);
    }
  }

  /** The type of a column, by the name of its type. */
  public ColumnType columnType(String name) {
    String base = base(name);
    if (base.startsWith("_") && !userTypes.containsKey(base)) {
      ColumnType element = columnType(base.substring(1));
      return ColumnType.arrayOf(element, element.sourceName() + "[]");
    }
    Kind kind = ENUM.equals(base) ? Kind.ENUM : BUILT_IN.getOrDefault(base, Kind.TEXT);
    return ColumnType.of(kind, ENUM.equals(base) ? name : base);
  }

  /** Follows domains to what they stand for. */
  private String base(String name) {
    String base = SERIALS.getOrDefault(name, name);
    String next = userTypes.get(base);
    while (next != null) {
      base = next;
      next = userTypes.get(base);
    }
    return base;
  }

  /** The enums and domains in one line, for a configuration of strings. */
  public String toText() {
    return userTypes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> escape(entry.getKey()) + "=" + escape(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** Reads what {@link #toText} wrote. */
  public static PostgresTypes fromText(String text) {
    Map<String, String> types = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        types.put(unescape(pair.substring(0, equals)), unescape(pair.substring(equals + 1)));
      }
    }
    return new PostgresTypes(types);
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String unescape(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
