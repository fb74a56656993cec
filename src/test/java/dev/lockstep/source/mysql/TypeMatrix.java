package dev.lockstep.source.mysql;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.ZeroDate;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Columns of all types, each with what is written there and how a row must hold it. */
public final class TypeMatrix {
  private final List<Case> cases = new ArrayList<>();

  /**
   * A column and its value.
   *
   * @param declaration the column's type
   * @param literal as SQL writes the value
   * @param kind the kind of the type
   * @param held how a row holds it
   */
  public record Case(String declaration, String literal, Kind kind, @Nullable Object held) {
    /** Whether the column may hold NULL. */
    public boolean nullable() {
      return !declaration.endsWith("NOT NULL");
    }
  }

  /** What a session that writes the cases sets: another zone, and that zero dates are taken. */
  public static final String SESSION = "SET time_zone = '+02:00', sql_mode = 'ALLOW_INVALID_DATES'";

  private TypeMatrix() {}

  /** The statement that makes a table with a key {@code id} and columns {@code c0}, {@code c1} … */
  public static String createTable(String name) {
    return "CREATE TABLE "
        + name
        + " (id INT PRIMARY KEY, "
        + String.join(", ", columns())
        + ") CHARACTER SET utf8mb4";
  }

  /** The statement that adds these columns to a table. */
  public static String addColumns(String table) {
    return "ALTER TABLE " + table + " ADD " + String.join(", ADD ", columns());
  }

  private static List<String> columns() {
    List<Case> cases = cases();
    return IntStream.range(0, cases.size())
        .mapToObj(i -> "c" + i + " " + cases.get(i).declaration())
        .toList();
  }

  /** The statement that writes all cases into a row. */
  public static String insert(String table, int id) {
    StringBuilder sql = new StringBuilder("INSERT INTO " + table + " VALUES (" + id);
    cases().forEach(each -> sql.append(", ").append(each.literal()));
    return sql.append(')').toString();
  }

  /** The statement that writes a row with NULL wherever it may be. */
  public static String insertNulls(String table, int id) {
    StringBuilder sql = new StringBuilder("INSERT INTO " + table + " VALUES (" + id);
    cases().forEach(each -> sql.append(", ").append(each.nullable() ? "NULL" : each.literal()));
    return sql.append(')').toString();
  }

  /** All cases; written in a session in the zone +02:00 that accepts zero dates. */
  public static List<Case> cases() {
    TypeMatrix matrix = new TypeMatrix();
    matrix.wholeNumbers();
    matrix.fractions();
    matrix.texts();
    matrix.characterSets();
    matrix.bytes();
    matrix.dates();
    matrix.times();
    matrix.labels();
    matrix.json();
    return matrix.cases;
  }

  private void add(String declaration, String literal, Kind kind, @Nullable Object held) {
    cases.add(new Case(declaration, literal, kind, held));
  }

  private void wholeNumbers() {
    add("tinyint", "-128", Kind.INTEGER, -128L);
    add("tinyint unsigned", "255", Kind.INTEGER, 255L);
    add("tinyint(1)", "5", Kind.INTEGER, 5L);
    add("boolean", "TRUE", Kind.INTEGER, 1L);
    add("smallint", "-32768", Kind.INTEGER, -32768L);
    add("smallint unsigned", "65535", Kind.INTEGER, 65535L);
    add("mediumint", "-8388608", Kind.INTEGER, -8388608L);
    add("mediumint unsigned", "16777215", Kind.INTEGER, 16777215L);
    add("int", "-2147483648", Kind.INTEGER, -2147483648L);
    add("int unsigned", "4294967295", Kind.INTEGER, 4294967295L);
    add("int(5) zerofill", "42", Kind.INTEGER, 42L);
    add("bigint", "-9223372036854775808", Kind.INTEGER, Long.MIN_VALUE);
    add("bigint unsigned", "18446744073709551615", Kind.DECIMAL, number("18446744073709551615"));
    add("bigint unsigned", "7", Kind.DECIMAL, number("7"));
    add("year", "2024", Kind.INTEGER, 2024L);
    add("year", "1901", Kind.INTEGER, 1901L);
    add("year", "2155", Kind.INTEGER, 2155L);
    add("year", "'0000'", Kind.INTEGER, 0L);
    add("int", "NULL", Kind.INTEGER, null);
  }

  private static BigDecimal number(String digits) {
    return new BigDecimal(digits);
  }

  private void fractions() {
    String digits = "12345678901234567890123456789012345.123456789012345678901234567890";
    add("decimal(65,30)", digits, Kind.DECIMAL, number(digits));
    String nines = "9".repeat(35) + "." + "9".repeat(30);
    add("decimal(65,30)", "-" + nines, Kind.DECIMAL, number("-" + nines));
    add("decimal(65,0)", "9".repeat(65), Kind.DECIMAL, number("9".repeat(65)));
    add("decimal(5,2) unsigned", "999.99", Kind.DECIMAL, number("999.99"));
    add("decimal(10,2)", "-1.5", Kind.DECIMAL, number("-1.50"));
    add("numeric(5)", "0", Kind.DECIMAL, number("0"));
    add("decimal(6,2) zerofill", "1.5", Kind.DECIMAL, number("1.50"));
    add("float", "0.1", Kind.FLOAT, 0.1f);
    add("float", "16777213", Kind.FLOAT, 16777213f);
    add("float", "3.4028234e38", Kind.FLOAT, Float.MAX_VALUE);
    add("float(7,4)", "1.2345", Kind.FLOAT, 1.2345f);
    add("float(30)", "0.1", Kind.FLOAT, 0.1);
    add("double", "0.1", Kind.FLOAT, 0.1);
    add("double precision", "1.7976931348623157e308", Kind.FLOAT, Double.MAX_VALUE);
    add("real", "-5e-324", Kind.FLOAT, -Double.MIN_VALUE);
    add("double", "2.2250738585072014e-308", Kind.FLOAT, Double.MIN_NORMAL);
    add("bit(1)", "b'1'", Kind.BITS, "1");
    add("bit", "b'0'", Kind.BITS, "0");
    add("bit(9)", "b'100000001'", Kind.BITS, "100000001");
    add("bit(12)", "b'101'", Kind.BITS, "000000000101");
    add("bit(64)", "x'F0FFFFFFFFFFFF01'", Kind.BITS, "1111" + "0000" + "1".repeat(48) + "00000001");
  }

  private void texts() {
    add("char(5)", "'ab'", Kind.TEXT, "ab");
    add("char(5)", "' a  '", Kind.TEXT, " a");
    add("varchar(10)", "'ä😀 '", Kind.TEXT, "ä😀 ");
    add("varchar(10)", "''", Kind.TEXT, "");
    add("varchar(10) character set latin1", "'ü€'", Kind.TEXT, "ü€");
    add("varchar(10) collate utf8mb4_bin", "'Aa'", Kind.TEXT, "Aa");
    add("varchar(9) collate utf8mb4_bin", "'a''b\\\\c'", Kind.TEXT, "a'b\\c");
    add("tinytext", "'t'", Kind.TEXT, "t");
    add("text character set latin1", "'ß'", Kind.TEXT, "ß");
    add("mediumtext", "'m'", Kind.TEXT, "m");
    add("longtext", "REPEAT('é', 70000)", Kind.TEXT, "é".repeat(70000));
  }

  private void characterSets() {
    Map.ofEntries(
            Map.entry("ascii", "az~"),
            Map.entry("latin1", "ü€ß"),
            Map.entry("utf8", "ü日"),
            Map.entry("utf16", "ü😀"),
            Map.entry("utf16le", "ü😀"),
            Map.entry("utf32", "ü😀"),
            Map.entry("ucs2", "üé"),
            Map.entry("latin2", "łžő"),
            Map.entry("latin5", "ğış"),
            Map.entry("latin7", "ąčę"),
            Map.entry("greek", "αβγ"),
            Map.entry("hebrew", "אבג"),
            Map.entry("cp1250", "łžő"),
            Map.entry("cp1251", "Жя"),
            Map.entry("cp1256", "ابت"),
            Map.entry("cp1257", "ąčę"),
            Map.entry("cp850", "üñ"),
            Map.entry("cp852", "łž"),
            Map.entry("cp866", "Жя"),
            Map.entry("koi8r", "Жя"),
            Map.entry("tis620", "กข"),
            Map.entry("big5", "中文"),
            Map.entry("gb2312", "中文"),
            Map.entry("gbk", "中文"),
            Map.entry("gb18030", "中文😀"),
            Map.entry("sjis", "日本ｱ"),
            Map.entry("cp932", "日本①"),
            Map.entry("ujis", "日本"),
            Map.entry("eucjpms", "日本"),
            Map.entry("euckr", "한글"),
            Map.entry("macroman", "üñ"),
            Map.entry("macce", "łž"))
        .forEach(this::charset);
  }

  private void charset(String name, String text) {
    add("varchar(10) character set " + name, "'" + text + "'", Kind.TEXT, text);
  }

  private void bytes() {
    add("binary(4)", "x'0100'", Kind.BYTES, hex("01000000"));
    add("binary(2)", "x'0000'", Kind.BYTES, hex("0000"));
    add("char(3) character set binary", "x'FF'", Kind.BYTES, hex("FF0000"));
    add("varbinary(4)", "x'0100'", Kind.BYTES, hex("0100"));
    add("tinyblob", "x''", Kind.BYTES, hex(""));
    add("blob", "x'00FF00'", Kind.BYTES, hex("00FF00"));
    add("mediumblob", "x'80'", Kind.BYTES, hex("80"));
    add("longblob", "'ä'", Kind.BYTES, hex("C3A4"));
    String point = "0101000000000000000000F03F0000000000000040";
    add("point", "ST_GeomFromText('POINT(1 2)')", Kind.BYTES, hex("00000000" + point));
    add("geometry", "ST_GeomFromText('POINT(1 2)', 3857)", Kind.BYTES, hex("110F0000" + point));
    add(
        "geometrycollection",
        "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2))')",
        Kind.BYTES,
        hex("00000000" + "010700000001000000" + point));
  }

  private static ByteBuffer hex(String digits) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
  }

  private void dates() {
    add("date", "'2024-02-29'", Kind.DATE, LocalDate.of(2024, 2, 29).toEpochDay());
    add("date", "'1000-01-01'", Kind.DATE, LocalDate.of(1000, 1, 1).toEpochDay());
    add("date", "'9999-12-31'", Kind.DATE, LocalDate.of(9999, 12, 31).toEpochDay());
    add("date", "'1582-10-10'", Kind.DATE, LocalDate.of(1582, 10, 10).toEpochDay());
    add("date", "'0000-00-00'", Kind.DATE, ZeroDate.days(0, 0, 0));
    add("date", "'2024-00-10'", Kind.DATE, ZeroDate.days(2024, 0, 10));
    add("date", "'2024-02-31'", Kind.DATE, ZeroDate.days(2024, 2, 31));
    add("date", "'0000-03-01'", Kind.DATE, LocalDate.of(0, 3, 1).toEpochDay());
    add("datetime", "'1000-01-01 00:00:00'", Kind.TIMESTAMP, micros("1000-01-01T00:00:00"));
    add("datetime", "'2024-03-31 02:30:00'", Kind.TIMESTAMP, micros("2024-03-31T02:30:00"));
    String last = "9999-12-31T23:59:59.999999";
    add("datetime(6)", "'9999-12-31 23:59:59.999999'", Kind.TIMESTAMP, micros(last));
    add(
        "datetime(3)",
        "'1969-12-31 23:59:59.123'",
        Kind.TIMESTAMP,
        micros("1969-12-31T23:59:59.123"));
    add("datetime(1)", "'2024-01-01 00:00:00.7'", Kind.TIMESTAMP, micros("2024-01-01T00:00:00.7"));
    add("datetime", "'0000-00-00 00:00:00'", Kind.TIMESTAMP, ZeroDate.micros(0, 0, 0, 0));
    add(
        "datetime(6)",
        "'2024-00-10 23:59:59.000007'",
        Kind.TIMESTAMP,
        ZeroDate.micros(2024, 0, 10, 86_399_000_007L));
    add(
        "timestamp NULL",
        "'2024-03-31 02:30:00'",
        Kind.TIMESTAMP_TZ,
        micros("2024-03-31T00:30:00"));
    add(
        "timestamp(6) NULL",
        "'2024-02-29 23:59:59.123457'",
        Kind.TIMESTAMP_TZ,
        micros("2024-02-29T21:59:59.123457"));
    add("timestamp NULL", "'1970-01-01 02:00:01'", Kind.TIMESTAMP_TZ, 1_000_000L);
    add(
        "timestamp NULL",
        "'2038-01-19 05:14:07'",
        Kind.TIMESTAMP_TZ,
        micros("2038-01-19T03:14:07"));
    long none = ZeroDate.micros(0, 0, 0, 0);
    add("timestamp NULL", "'0000-00-00 00:00:00'", Kind.TIMESTAMP_TZ, none);
    add("date NOT NULL", "'0000-00-00'", Kind.DATE, ZeroDate.days(0, 0, 0));
    add(
        "datetime NOT NULL",
        "'2024-01-00 10:00:00'",
        Kind.TIMESTAMP,
        ZeroDate.micros(2024, 1, 0, 36_000_000_000L));
    add("timestamp(3) NOT NULL", "0", Kind.TIMESTAMP_TZ, none);
  }

  private static long micros(String time) {
    return ChronoUnit.MICROS.between(LocalDate.EPOCH.atStartOfDay(), LocalDateTime.parse(time));
  }

  private void times() {
    long longest = (838 * 3600L + 59 * 60 + 59) * 1_000_000;
    add("time", "'838:59:59'", Kind.TIME, longest);
    add("time", "'-838:59:59'", Kind.TIME, -longest);
    add("time(6)", "'00:00:00.000001'", Kind.TIME, 1L);
    add("time(6)", "'-00:00:00.000001'", Kind.TIME, -1L);
    add("time(1)", "'-00:00:00.5'", Kind.TIME, -500_000L);
    add("time(3)", "'12:34:56.123'", Kind.TIME, 45_296_123_000L);
    add("time(6)", "'-25:00:01.999999'", Kind.TIME, -90_001_999_999L);
    add("time", "'00:00:00'", Kind.TIME, 0L);
  }

  private void labels() {
    add("enum('a','b''c')", "'b''c'", Kind.ENUM, "b'c");
    add("enum('ü') character set latin1", "'ü'", Kind.ENUM, "ü");
    add("enum('a','b,c')", "'b,c'", Kind.ENUM, "b,c");
    add("enum('a','')", "''", Kind.ENUM, "");
    add("enum('a')", "'no such label'", Kind.ENUM, "");
    add("set('a','b','c')", "'c,a'", Kind.SET, List.of("a", "c"));
    add("set('a','b','c')", "''", Kind.SET, List.of());
    add("set('x y')", "'x y'", Kind.SET, List.of("x y"));
  }

  private void json() {
    add(
        "json",
        "'{\"b\": 1.0, \"aa\": [1, \"x\\\\n\\\\\"ü😀\", null, true, false, -5], \"c\": {}}'",
        Kind.JSON,
        "{\"b\":1,\"c\":{},\"aa\":[1,\"x\\n\\\"ü😀\",null,true,false,-5]}");
    add(
        "json",
        "'[70000, -70000, 3000000000, 18446744073709551615, -9223372036854775808]'",
        Kind.JSON,
        "[70000,-70000,3000000000,18446744073709551615,-9223372036854775808]");
    add(
        "json",
        "'[0.1, 1e100, 1.5e-7, -0.0, 2e-3, 1e23, 123456789.125, 1e20, 5e-324]'",
        Kind.JSON,
        "[0.1,1E+100,1.5E-7,0,0.002,1E+23,123456789.125,1E+20,5E-324]");
    add("json", "'\"text\"'", Kind.JSON, "\"text\"");
    add("json", "'null'", Kind.JSON, "null");
    add("json", "NULL", Kind.JSON, null);
    add("json", "CAST(-12.50 AS JSON)", Kind.JSON, "-12.5");
    add(
        "json",
        "JSON_ARRAY(CAST(1234567890123.000000000120 AS DECIMAL(40,20)))",
        Kind.JSON,
        "[1234567890123.00000000012]");
    add(
        "json",
        "JSON_OBJECT('d', CAST('2024-02-29' AS DATE), 't', CAST('-10:11:12.5' AS TIME(6)),"
            + " 'dt', CAST('2024-02-29 10:11:12.123456' AS DATETIME(6)))",
        Kind.JSON,
        "{\"d\":\"2024-02-29\",\"t\":\"-10:11:12.500000\","
            + "\"dt\":\"2024-02-29 10:11:12.123456\"}");
    add(
        "json",
        "JSON_OBJECT('long', REPEAT('a', 70000), 'n', 70000)",
        Kind.JSON,
        "{\"n\":70000,\"long\":\"" + "a".repeat(70000) + "\"}");
    add("json", "JSON_ARRAY(x'FF')", Kind.JSON, "[\"base64:type15:/w==\"]");
  }
}
