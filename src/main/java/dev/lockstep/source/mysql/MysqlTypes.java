package dev.lockstep.source.mysql;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the values of each MySQL type are held. A type is told by how a column was declared; what
 * says nothing about its values (widths of display, lengths of texts, labels) is left out of its
 * name, so that it is the same whoever tells it: {@code bigint unsigned}, {@code bit(12)}.
 */
public final class MysqlTypes {
  static final String UNSIGNED_BIGINT = "bigint unsigned";
  static final String FLOAT = "float";
  static final String YEAR = "year";

  /** The most binary digits of precision of a {@code FLOAT(p)} that has 32 bits. */
  private static final int SINGLE_PRECISION = 24;

  private static final Map<String, Kind> KINDS = kinds();
  private static final Map<String, String> SYNONYMS = synonyms();
  private static final Set<String> WITH_LENGTH = Set.of("bit", "binary");
  private static final Pattern LENGTH = Pattern.compile(" *(\\d{1,9}) *");

  private MysqlTypes() {}

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new HashMap<>();
    put(kinds, Kind.INTEGER, "tinyint", "smallint", "mediumint", "int", "bigint", YEAR);
    put(kinds, Kind.DECIMAL, "decimal");
    put(kinds, Kind.FLOAT, FLOAT, "double");
    put(kinds, Kind.TEXT, "char", "varchar", "tinytext", "text", "mediumtext", "longtext");
    put(kinds, Kind.BYTES, "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob");
    put(kinds, Kind.BYTES, "geometry", "point", "linestring", "polygon", "geomcollection");
    put(kinds, Kind.BYTES, "multipoint", "multilinestring", "multipolygon");
    put(kinds, Kind.DATE, "date");
    put(kinds, Kind.TIME, "time");
    put(kinds, Kind.TIMESTAMP, "datetime");
    put(kinds, Kind.TIMESTAMP_TZ, "timestamp");
    put(kinds, Kind.JSON, "json");
    put(kinds, Kind.ENUM, "enum");
    put(kinds, Kind.SET, "set");
    put(kinds, Kind.BITS, "bit");
    return Map.copyOf(kinds);
  }

  private static void put(Map<String, Kind> kinds, Kind kind, String... names) {
    for (String name : names) {
      kinds.put(name, kind);
    }
  }

  /** What statements may say for it; the server itself shows only the other name. */
  private static Map<String, String> synonyms() {
    Map<String, String> names = new HashMap<>();
    synonyms(names, "tinyint", "bool", "boolean", "int1");
    synonyms(names, "smallint", "int2");
    synonyms(names, "mediumint", "middleint", "int3");
    synonyms(names, "int", "integer", "int4");
    synonyms(names, "bigint", "int8");
    synonyms(names, UNSIGNED_BIGINT, "serial");
    synonyms(names, "decimal", "dec", "numeric", "fixed");
    synonyms(names, "double", "double precision", "real", "float8");
    synonyms(names, FLOAT, "float4");
    synonyms(names, "char", "character", "nchar", "national char", "national character");
    synonyms(names, "varchar", "character varying", "char varying", "varcharacter", "nvarchar");
    synonyms(names, "varchar", "national varchar", "national character varying");
    synonyms(names, "mediumtext", "long", "long varchar");
    synonyms(names, "mediumblob", "long varbinary");
    synonyms(names, "binary", "char byte");
    synonyms(names, "geomcollection", "geometrycollection");
    return Map.copyOf(names);
  }

  private static void synonyms(Map<String, String> names, String name, String... others) {
    for (String other : others) {
      names.put(other, name);
    }
  }

  /**
   * The type of a column.
   *
   * @param declaration as in {@code information_schema.COLUMNS.COLUMN_TYPE}, or as a statement
   *     says: {@code bigint(20) unsigned}, {@code set('a','b')}, {@code DOUBLE PRECISION}
   */
  public static ColumnType of(String declaration) {
    int open = declaration.indexOf('(');
    int close = declaration.lastIndexOf(')');
    if (open < 0 || close < open) {
      return of(declaration, -1);
    }
    Matcher length = LENGTH.matcher(declaration.substring(open + 1, close));
    return of(
        declaration.substring(0, open) + " " + declaration.substring(close + 1),
        length.matches() ? Integer.parseInt(length.group(1)) : -1);
  }

  /**
   * The type of a column.
   *
   * @param name with its attributes, without what stands in parentheses
   * @param length the one number in parentheses; negative if there is none
   */
  public static ColumnType of(String name, int length) {
    Set<String> words = Set.of(name.toLowerCase(Locale.ROOT).strip().split(" +"));
    boolean unsigned = words.contains("unsigned") || words.contains("zerofill");
    String base = base(name.toLowerCase(Locale.ROOT), length);
    if (base.equals(UNSIGNED_BIGINT) || (unsigned && base.equals("bigint"))) {
      return ColumnType.of(Kind.DECIMAL, UNSIGNED_BIGINT);
    }
    Kind kind = KINDS.getOrDefault(base, Kind.UNSUPPORTED);
    if (kind == Kind.SET) {
      return ColumnType.setOf(base);
    }
    return ColumnType.of(kind, base + suffix(base, length) + (unsigned ? " unsigned" : ""));
  }

  private static String base(String name, int length) {
    String plain = name.replaceAll("\\b(unsigned|signed|zerofill)\\b", "").strip();
    String base = SYNONYMS.getOrDefault(plain.replaceAll(" +", " "), plain);
    return base.equals(FLOAT) && length > SINGLE_PRECISION ? "double" : base;
  }

  private static String suffix(String base, int length) {
    return WITH_LENGTH.contains(base) ? "(" + Math.max(1, length) + ")" : "";
  }

  /** The length that a type's name carries: of {@code bit(n)} and {@code binary(n)}; else 0. */
  static int length(ColumnType type) {
    String name = type.sourceName();
    int open = name.indexOf('(');
    return open < 0 ? 0 : Integer.parseInt(name.substring(open + 1, name.indexOf(')')));
  }
}
