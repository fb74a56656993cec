package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.Transaction;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.source.mysql.SharedMysql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Every type: what the snapshot gives, the stream gives and a plain reading gives is the same. */
@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlValuesTest {
  /** A type, one of its values as SQL, and how it is to be held. */
  private record Case(String type, String sql, Kind kind, Object held) {}

  private static final List<Case> CASES = new ArrayList<>();
  private static final String NINES = "9".repeat(35) + "." + "9".repeat(30);

  private static void add(String type, String sql, Kind kind, Object held) {
    CASES.add(new Case(type, sql, kind, held));
  }

  private static void bounds(String type, String least, String most) {
    add(type, least, Kind.INTEGER, Long.valueOf(least));
    add(type, most, Kind.INTEGER, Long.valueOf(most));
  }

  private static void text(String type, String value) {
    add(type, "'" + value + "'", Kind.TEXT, value);
  }

  private static void json(String sql, String held) {
    add("json", sql, Kind.JSON, held);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static long micros(String text) {
    return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.parse(text));
  }

  static {
    bounds("tinyint", "-128", "127");
    bounds("tinyint unsigned", "0", "255");
    bounds("tinyint(1)", "-128", "127");
    bounds("smallint", "-32768", "32767");
    bounds("smallint unsigned", "0", "65535");
    bounds("mediumint", "-8388608", "8388607");
    bounds("mediumint unsigned", "0", "16777215");
    bounds("int", "-2147483648", "2147483647");
    bounds("int unsigned", "0", "4294967295");
    bounds("int(5) zerofill", "7", "4294967295");
    bounds("bigint", "-9223372036854775808", "9223372036854775807");
    add("boolean", "true", Kind.INTEGER, 1L);
    add("boolean", "false", Kind.INTEGER, 0L);
    add("bigint unsigned", "0", Kind.DECIMAL, BigDecimal.ZERO);
    add(
        "bigint unsigned",
        "18446744073709551615",
        Kind.DECIMAL,
        new BigDecimal(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)));
    add("decimal(65,30)", NINES, Kind.DECIMAL, new BigDecimal(NINES));
    add("decimal(65,30)", "-" + NINES, Kind.DECIMAL, new BigDecimal("-" + NINES));
    add("decimal(65,0)", "9".repeat(65), Kind.DECIMAL, new BigDecimal("9".repeat(65)));
    add("decimal(10,3)", "-0.5", Kind.DECIMAL, new BigDecimal("-0.500"));
    add("decimal(5,2) unsigned", "999.99", Kind.DECIMAL, new BigDecimal("999.99"));
    add("numeric", "12", Kind.DECIMAL, new BigDecimal("12"));
    add("float", "1.1", Kind.FLOAT, 1.1f);
    add("float", "3.4028234e38", Kind.FLOAT, Float.MAX_VALUE);
    add("float", "16777217", Kind.FLOAT, 16777216f);
    add("float(30)", "0.1", Kind.FLOAT, 0.1);
    add("double", "0.1", Kind.FLOAT, 0.1);
    add("double", "-1.7976931348623157e308", Kind.FLOAT, -Double.MAX_VALUE);
    add("double", "5e-324", Kind.FLOAT, Double.MIN_VALUE);
    add("double", "2.2250738585072014e-308", Kind.FLOAT, Double.MIN_NORMAL);
    add("real", "1e15", Kind.FLOAT, 1e15);
    add("bit", "b'1'", Kind.BITS, "1");
    add("bit(1)", "b'0'", Kind.BITS, "0");
    add("bit(5)", "b'00110'", Kind.BITS, "00110");
    add("bit(8)", "b'10000001'", Kind.BITS, "10000001");
    add("bit(9)", "b'100000001'", Kind.BITS, "100000001");
    add("bit(64)", "~0", Kind.BITS, "1".repeat(64));
    add("bit(64)", "1", Kind.BITS, "0".repeat(63) + "1");
    add("year", "1901", Kind.INTEGER, 1901L);
    add("year", "2155", Kind.INTEGER, 2155L);
    add("year", "'0000'", Kind.INTEGER, 0L);
    add("date", "'1000-01-01'", Kind.DATE, LocalDate.of(1000, 1, 1).toEpochDay());
    add("date", "'9999-12-31'", Kind.DATE, LocalDate.of(9999, 12, 31).toEpochDay());
    add("date", "'1582-10-10'", Kind.DATE, LocalDate.of(1582, 10, 10).toEpochDay());
    add("time", "'838:59:59'", Kind.TIME, 3_020_399_000_000L);
    add("time", "'-838:59:59'", Kind.TIME, -3_020_399_000_000L);
    add("time(6)", "'23:59:59.123456'", Kind.TIME, 86_399_123_456L);
    add("time(6)", "'-00:00:00.000001'", Kind.TIME, -1L);
    add("time(6)", "'-30:00:00.5'", Kind.TIME, -108_000_500_000L);
    add("time(3)", "'100:00:00.001'", Kind.TIME, 360_000_001_000L);
    add("datetime", "'2024-02-29 12:34:56'", Kind.TIMESTAMP, micros("2024-02-29T12:34:56"));
    add(
        "datetime(6)",
        "'2024-02-29 12:34:56.123456'",
        Kind.TIMESTAMP,
        micros("2024-02-29T12:34:56.123456"));
    add(
        "datetime(6)",
        "'9999-12-31 23:59:59.999999'",
        Kind.TIMESTAMP,
        micros("9999-12-31T23:59:59.999999"));
    add("datetime(3)", "'1000-01-01 00:00:00'", Kind.TIMESTAMP, micros("1000-01-01T00:00:00"));
    add("datetime", "'2024-03-10 02:30:00'", Kind.TIMESTAMP, micros("2024-03-10T02:30:00"));
    add(
        "timestamp(6) null",
        "'2024-02-29 12:34:56.000001'",
        Kind.TIMESTAMP_TZ,
        micros("2024-02-29T07:04:56.000001"));
    add("timestamp null", "'1970-01-01 05:30:01'", Kind.TIMESTAMP_TZ, 1_000_000L);
    add("timestamp null", "'2038-01-19 08:44:07'", Kind.TIMESTAMP_TZ, 2_147_483_647_000_000L);
    text("char(4)", "x");
    text("char(4)", "");
    text("varchar(10)", "x  ");
    text("varchar(20)", "üñ漢😀");
    text("varchar(20) character set latin1", "üñ€");
    text("varchar(20) character set ucs2", "üñ漢");
    text("varchar(20) character set utf16", "漢😀");
    text("varchar(20) character set sjis", "漢字");
    text("char(3) character set utf8", "漢");
    text("tinytext", "tiny");
    text("text character set latin1", "é");
    text("text", "a😀");
    text("mediumtext", "m");
    text("longtext", "l");
    add("varchar(9) collate utf8mb4_bin", "'a''b\\\\c'", Kind.TEXT, "a'b\\c");
    add("binary(4)", "x'00ff'", Kind.BYTES, bytes("00ff0000"));
    add("binary(4)", "x'01020000'", Kind.BYTES, bytes("01020000"));
    add("varbinary(4)", "x'0100'", Kind.BYTES, bytes("0100"));
    add("varbinary(4)", "''", Kind.BYTES, bytes(""));
    add("tinyblob", "x'80'", Kind.BYTES, bytes("80"));
    add("blob", "x'c3bc00'", Kind.BYTES, bytes("c3bc00"));
    add("longblob", "x'fe'", Kind.BYTES, bytes("fe"));
    add("enum('a','b,c','d''e')", "'b,c'", Kind.ENUM, "b,c");
    add("enum('a','b,c','d''e')", "'d''e'", Kind.ENUM, "d'e");
    add("enum('a','')", "''", Kind.ENUM, "");
    add("enum('ä','漢') character set utf8mb4", "'漢'", Kind.ENUM, "漢");
    add("set('a','b','c d')", "'c d,a'", Kind.SET, List.of("a", "c d"));
    add("set('a','b')", "''", Kind.SET, List.of());
    json(
        "'{\"b\": [1, null, true, \"x\"], \"a\": {\"n\": {}}}'",
        "{\"a\":{\"n\":{}},\"b\":[1,null,true,\"x\"]}");
    json("'\"ü😀\\\\n\"'", "\"ü😀\\n\"");
    json("'1.50'", "1.5");
    json("'-9223372036854775808'", "-9223372036854775808");
    json("'18446744073709551615'", "18446744073709551615");
    json("'1e100'", "1E+100");
    json("'[]'", "[]");
    json("'null'", "null");
    json("'true'", "true");
    json("CAST(CAST('2024-02-29' AS date) AS json)", "\"2024-02-29\"");
    json(
        "CAST(CAST('2024-02-29 01:02:03.5' AS datetime(6)) AS json)",
        "\"2024-02-29 01:02:03.500000\"");
    json("CAST(CAST('-30:00:01' AS time) AS json)", "\"-30:00:01.000000\"");
    json("CAST(CAST('12.340' AS decimal(10,3)) AS json)", "12.34");
    json("CAST(x'00ff' AS json)", "\"base64:type15:AP8=\"");
    add(
        "point",
        "ST_GeomFromText('POINT(1 2)')",
        Kind.BYTES,
        bytes("00000000" + "0101000000000000000000f03f0000000000000040"));
    add(
        "geometry",
        "ST_GeomFromText('POINT(1 2)', 3857)",
        Kind.BYTES,
        bytes("110f0000" + "0101000000000000000000f03f0000000000000040"));
  }

  /** The session that writes is not in UTC; what is read must not depend on that. */
  @Test
  void aValueIsTheSameByEachWay(MysqlServer server) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(server, "type_matrix"));
    StringBuilder table = new StringBuilder("CREATE TABLE matrix (id int PRIMARY KEY");
    for (int i = 0; i < CASES.size(); i++) {
      table.append(", ").append(name(i)).append(' ').append(CASES.get(i).type());
    }
    String values = CASES.stream().map(Case::sql).collect(Collectors.joining(", "));
    String nulls = CASES.stream().map(c -> "NULL").collect(Collectors.joining(", "));
    source.execute(table.append(")").toString());
    write(source, "(1, " + values + ")", "(2, " + nulls + ")");
    try (Reading reading = source.load("matrix");
        SourceCatalog catalog = source.catalog()) {
      List<Row> snapshot = rows(reading.awaitLoaded());
      write(source, "(3, " + values + ")", "(4, " + nulls + ")");
      List<Row> stream = rows(reading.awaitStreamed(2));
      assertThat(wrong(snapshot.get(0))).as("snapshot").isEmpty();
      assertThat(wrong(stream.get(0))).as("stream").isEmpty();
      assertThat(List.of(isAllNull(snapshot.get(1)), isAllNull(stream.get(1)))).containsOnly(true);
      assertThat(stream.get(0).schema()).isSameAs(snapshot.get(0).schema());
      assertThat(kinds(stream.get(0))).isEqualTo(CASES.stream().map(Case::kind).toList());
    }
  }

  private static void write(MysqlUnderTest source, String... rows) throws Exception {
    for (String row : rows) {
      source.execute(
          "SET NAMES utf8mb4",
          "SET time_zone = '+05:30', sql_mode = ''",
          "INSERT INTO matrix VALUES " + row);
    }
  }

  @Test
  void aTableMadeWhileReadingGivesTheSameValues(MysqlServer server) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(server, "types_streamed"));
    source.execute("CREATE TABLE matrix (id int PRIMARY KEY)");
    try (Reading reading = source.load("matrix")) {
      reading.awaitLoaded();
      StringBuilder columns = new StringBuilder();
      for (int i = 0; i < CASES.size(); i++) {
        columns.append(i == 0 ? "" : ", ADD ").append(name(i)).append(' ');
        columns.append(CASES.get(i).type());
      }
      source.execute("ALTER TABLE matrix ADD " + columns);
      String values = CASES.stream().map(Case::sql).collect(Collectors.joining(", "));
      write(source, "(1, " + values + ")");
      Row row = rows(reading.awaitStreamed(1)).get(0);
      assertThat(wrong(row)).isEmpty();
      assertThat(kinds(row)).isEqualTo(CASES.stream().map(Case::kind).toList());
    }
  }

  @Test
  void defaultsOfAnyTypeDoNoHarmAndNullsStayNull(MysqlServer server) throws Exception {
    MysqlUnderTest source = new MysqlUnderTest(new MysqlDatabase(server, "defaults"));
    source.execute(
        "CREATE TABLE t (id int PRIMARY KEY, i int DEFAULT 7, b bit(3) DEFAULT b'101',"
            + " d datetime(6) DEFAULT CURRENT_TIMESTAMP(6), z date DEFAULT '2024-01-01',"
            + " x decimal(9,2) DEFAULT 1.5, n enum('p','q') DEFAULT 'q', f float DEFAULT 0.5,"
            + " y year DEFAULT 2024, m time DEFAULT '-01:00:00', u bigint unsigned DEFAULT 5,"
            + " v varchar(9) DEFAULT 'dv', h binary(3) DEFAULT 'a')");
    source.execute("INSERT INTO t (id, d) VALUES (1, '2024-01-01')");
    String nulls = "VALUES (2" + ", NULL".repeat(12) + ")";
    source.execute("INSERT INTO t " + nulls);
    try (Reading reading = source.load("t")) {
      List<Row> loaded = rows(reading.awaitLoaded());
      source.execute(
          "INSERT INTO t (id, d) VALUES (11, '2024-01-01')",
          "INSERT INTO t " + nulls.replace("(2", "(12"));
      List<Row> streamed = rows(reading.awaitStreamed(2));
      assertThat(List.of(isAllNull(loaded.get(1)), isAllNull(streamed.get(1)))).containsOnly(true);
      for (Row row : List.of(loaded.get(0), streamed.get(0))) {
        assertThat(row.get("i")).isEqualTo(7L);
        assertThat(row.get("b")).isEqualTo("101");
        assertThat(row.get("z")).isEqualTo(LocalDate.of(2024, 1, 1).toEpochDay());
        assertThat(row.get("x")).isEqualTo(new BigDecimal("1.50"));
        assertThat(row.get("n")).isEqualTo("q");
        assertThat(row.get("m")).isEqualTo(-3_600_000_000L);
        assertThat(row.get("h")).isEqualTo(bytes("610000"));
      }
    }
  }

  private static String name(int index) {
    return "c" + index;
  }

  private static List<Row> rows(List<Transaction> transactions) {
    return transactions.stream()
        .flatMap(t -> t.changes().stream())
        .map(c -> c instanceof Change.Read read ? read.row() : ((Change.Insert) c).row())
        .toList();
  }

  /** What is held otherwise than it is to be. */
  private static Map<String, String> wrong(Row row) {
    Map<String, String> wrong = new LinkedHashMap<>();
    for (int i = 0; i < CASES.size(); i++) {
      Object held = row.get(name(i));
      if (!CASES.get(i).held().equals(held)) {
        wrong.put(label(i), shown(held));
      }
    }
    return wrong;
  }

  private static String shown(@Nullable Object held) {
    return held instanceof ByteBuffer buffer
        ? HexFormat.of().formatHex(copy(buffer))
        : String.valueOf(held);
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static String label(int index) {
    Case one = CASES.get(index);
    return name(index) + " " + one.type() + " " + one.sql();
  }

  private static boolean isAllNull(Row row) {
    for (int i = 1; i < row.schema().columns().size(); i++) {
      if (row.get(i) != null) {
        return false;
      }
    }
    return true;
  }

  private static List<Kind> kinds(Row row) {
    List<Column> columns = row.schema().columns();
    return columns.subList(1, columns.size()).stream().map(c -> c.type().kind()).toList();
  }
}
