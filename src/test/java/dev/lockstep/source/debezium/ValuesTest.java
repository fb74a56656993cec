package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Transaction;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.postgres.PostgresCatalog;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.source.postgres.TestDatabase;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Every type: what the snapshot gives, the stream gives and a plain reading gives is the same. */
@ExtendWith(SharedServer.class)
@ResourceLock(SharedServer.LOCK)
class ValuesTest {
  private static final TableId TABLE = new TableId("public", "matrix");

  /** A type, one of its values as SQL, and how it is to be held. */
  private record Case(String type, String sql, Kind kind, Object held) {}

  private static final List<Case> CASES = new ArrayList<>();

  private static void add(String type, String sql, Kind kind, Object held) {
    CASES.add(new Case(type, sql, kind, held));
  }

  private static List<@Nullable Object> list(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  static {
    add("bool", "true", Kind.BOOLEAN, true);
    add("int2", "-32768", Kind.INTEGER, -32768L);
    add("int4", "2147483647", Kind.INTEGER, 2147483647L);
    add("int8", "-9223372036854775808", Kind.INTEGER, Long.MIN_VALUE);
    add("oid", "4294967295", Kind.INTEGER, 4294967295L);
    add("float4", "1.1", Kind.FLOAT, 1.1f);
    add("float4", "'NaN'", Kind.FLOAT, Float.NaN);
    add("float8", "0.1", Kind.FLOAT, 0.1);
    add("float8", "'-Infinity'", Kind.FLOAT, Double.NEGATIVE_INFINITY);
    add("numeric", "1.500", Kind.DECIMAL, new BigDecimal("1.500"));
    add("numeric(12,2)", "1234567890.10", Kind.DECIMAL, new BigDecimal("1234567890.10"));
    add("numeric", "1e40", Kind.DECIMAL, new BigDecimal("1" + "0".repeat(40)));
    add("numeric", "'NaN'", Kind.DECIMAL, "NaN");
    add("numeric", "'Infinity'", Kind.DECIMAL, "Infinity");
    add("numeric", "'-Infinity'", Kind.DECIMAL, "-Infinity");
    add("money", "'-1234.50'", Kind.DECIMAL, new BigDecimal("-1234.50"));
    add("text", "'a''b ü'", Kind.TEXT, "a'b ü");
    add("varchar(10)", "'x '", Kind.TEXT, "x ");
    add("char(4)", "'x'", Kind.TEXT, "x   ");
    add("name", "'n'", Kind.TEXT, "n");
    add("citext", "'CiT'", Kind.TEXT, "CiT");
    add("bytea", "'\\x00ff'", Kind.BYTES, ByteBuffer.wrap(new byte[] {0, -1}));
    add("date", "'2024-02-29'", Kind.DATE, 19782L);
    add("date", "'1500-03-01'", Kind.DATE, java.time.LocalDate.of(1500, 3, 1).toEpochDay());
    add("date", "'0044-03-15 BC'", Kind.DATE, java.time.LocalDate.of(-43, 3, 15).toEpochDay());
    add("date", "'infinity'", Kind.DATE, Long.MAX_VALUE);
    add("date", "'-infinity'", Kind.DATE, Long.MIN_VALUE);
    add("date", "'12345-01-01'", Kind.DATE, java.time.LocalDate.of(12345, 1, 1).toEpochDay());
    add("time", "'23:59:59.123456'", Kind.TIME, 86399123456L);
    add("time", "'24:00:00'", Kind.TIME, 86400000000L);
    add("timetz", "'10:15:30.5+02'", Kind.TEXT, "08:15:30.5Z");
    add("timestamp", "'2024-02-29 12:34:56.789'", Kind.TIMESTAMP, 1709210096789000L);
    add("timestamp", "'infinity'", Kind.TIMESTAMP, Long.MAX_VALUE);
    add("timestamp", "'-infinity'", Kind.TIMESTAMP, Long.MIN_VALUE);
    add("timestamp", "'0001-01-01 00:00:00 BC'", Kind.TIMESTAMP, -62167219200000000L);
    add("timestamptz", "'2024-02-29 12:34:56.789+05:30'", Kind.TIMESTAMP_TZ, 1709190296789000L);
    add("timestamptz", "'infinity'", Kind.TIMESTAMP_TZ, Long.MAX_VALUE);
    add("timestamptz", "'-infinity'", Kind.TIMESTAMP_TZ, Long.MIN_VALUE);
    add("timestamptz", "'0001-01-01 00:00:00+00 BC'", Kind.TIMESTAMP_TZ, -62167219200000000L);
    add("interval", "'1 year 2 mons 3 days 4:05:06.7'", Kind.INTERVAL, "P1Y2M3DT4H5M6.7S");
    add("interval", "'-1 day -00:00:01.5'", Kind.INTERVAL, "P-1DT-1.5S");
    add("interval", "'0'", Kind.INTERVAL, "PT0S");
    add(
        "uuid",
        "'A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11'",
        Kind.UUID,
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
    add("json", "'{\"a\": 1}'", Kind.JSON, "{\"a\": 1}");
    add("jsonb", "'{\"b\":[1,null]}'", Kind.JSON, "{\"b\": [1, null]}");
    add("xml", "'<a>1</a>'", Kind.TEXT, "<a>1</a>");
    add("mood", "'happy'", Kind.ENUM, "happy");
    add("bit(1)", "B'1'", Kind.BITS, "1");
    add("bit(5)", "B'00110'", Kind.BITS, "00110");
    add("varbit", "B'0001'", Kind.BITS, "0001");
    add("inet", "'10.0.0.1/8'", Kind.TEXT, "10.0.0.1/8");
    add("cidr", "'10.0.0.0/8'", Kind.TEXT, "10.0.0.0/8");
    add("macaddr", "'08:00:2b:01:02:03'", Kind.TEXT, "08:00:2b:01:02:03");
    add("int4range", "'[1,5)'", Kind.TEXT, "[1,5)");
    add("numrange", "'(1.5,)'", Kind.TEXT, "(1.5,)");
    add("daterange", "'[2024-01-01,2024-02-01)'", Kind.TEXT, "[2024-01-01,2024-02-01)");
    add("tstzrange", "'[2024-01-01 00:00+02,)'", Kind.TEXT, "[\"2023-12-31 22:00:00+00\",)");
    add("int4multirange", "'{[1,3),[5,7)}'", Kind.TEXT, "{[1,3),[5,7)}");
    add("hstore", "'a=>1, b=>NULL, \"c d\"=>\"x\\\"y\"'", Kind.MAP, hstore());
    add("ltree", "'a.b.c'", Kind.TEXT, "a.b.c");
    add("tsvector", "'fat cat'", Kind.TEXT, "'cat' 'fat'");
    add("tsquery", "'fat & cat'", Kind.TEXT, "'fat' & 'cat'");
    add("pg_lsn", "'16/B374D848'", Kind.TEXT, "16/B374D848");
    add("pair", "ROW(1,'x y')", Kind.TEXT, "(1,\"x y\")");
    add("posint", "7", Kind.INTEGER, 7L);
    add("label", "'lab'", Kind.TEXT, "lab");
    add("price", "9.90", Kind.DECIMAL, new BigDecimal("9.90"));
    add("int4[]", "'{1,NULL,3}'", Kind.ARRAY, list(1L, null, 3L));
    add("int4[]", "'{{1,2},{3,4}}'", Kind.ARRAY, list(list(1L, 2L), list(3L, 4L)));
    add("int4[]", "'[0:1]={5,6}'", Kind.ARRAY, list(5L, 6L));
    add("int2[]", "'{}'", Kind.ARRAY, list());
    add("bool[]", "'{t,f}'", Kind.ARRAY, list(true, false));
    add(
        "text[]",
        "'{a,\"b,c\",NULL,\"NULL\",\"q\\\"\\\\\"}'",
        Kind.ARRAY,
        list("a", "b,c", null, "NULL", "q\"\\"));
    add("numeric[]", "'{1.50,NaN}'", Kind.ARRAY, list(new BigDecimal("1.50"), "NaN"));
    add("float8[]", "'{0.1}'", Kind.ARRAY, list(0.1));
    add("money[]", "'{1.50}'", Kind.ARRAY, list(new BigDecimal("1.50")));
    add("date[]", "'{2024-02-29}'", Kind.ARRAY, list(19782L));
    add("time[]", "'{23:59:59.123456}'", Kind.ARRAY, list(86399123456L));
    add(
        "timestamptz[]",
        "'{\"2024-02-29 12:34:56.789+05:30\"}'",
        Kind.ARRAY,
        list(1709190296789000L));
    add("interval[]", "'{1 day}'", Kind.ARRAY, list("P1D"));
    add(
        "uuid[]",
        "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'",
        Kind.ARRAY,
        list("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
    add("jsonb[]", "ARRAY['{\"a\":1}'::jsonb]", Kind.ARRAY, list("{\"a\": 1}"));
    add("bytea[]", "ARRAY['\\x01'::bytea]", Kind.ARRAY, list(ByteBuffer.wrap(new byte[] {1})));
    add("mood[]", "'{sad}'", Kind.ARRAY, list("sad"));
    add("bit(3)[]", "ARRAY[B'010']", Kind.ARRAY, list("010"));
    add("varbit[]", "ARRAY[B'01']", Kind.ARRAY, list("01"));
    add("inet[]", "'{10.0.0.1}'", Kind.ARRAY, list("10.0.0.1"));
    add("xml[]", "ARRAY['<a/>'::xml]", Kind.ARRAY, list("<a/>"));
    add("name[]", "'{a}'", Kind.ARRAY, list("a"));
    add("citext[]", "'{A}'", Kind.ARRAY, list("A"));
    add("int4range[]", "'{\"[1,2)\"}'", Kind.ARRAY, list("[1,2)"));
    add("pair[]", "ARRAY[ROW(1,'x')::pair]", Kind.ARRAY, list("(1,x)"));
  }

  private static Map<String, @Nullable String> hstore() {
    Map<String, @Nullable String> map = new HashMap<>();
    map.put("a", "1");
    map.put("b", null);
    map.put("c d", "x\"y");
    return map;
  }

  @Test
  void aValueIsTheSameByEachWay(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "type_matrix");
    createTable(database);
    String values = CASES.stream().map(Case::sql).collect(Collectors.joining(", "));
    String nulls = CASES.stream().map(c -> "NULL").collect(Collectors.joining(", "));
    database.execute("INSERT INTO matrix VALUES (1, " + values + ")");
    database.execute("INSERT INTO matrix VALUES (2, " + nulls + ")");
    PostgresOptions options = database.options(dir);
    try (Reading reading = Reading.load(options, TestDatabase.needs("matrix"));
        PostgresCatalog catalog = new PostgresCatalog(options)) {
      List<Row> snapshot = rows(reading.awaitLoaded());
      database.execute("INSERT INTO matrix VALUES (3, " + values + ")");
      database.execute("INSERT INTO matrix VALUES (4, " + nulls + ")");
      List<Row> stream = rows(reading.awaitStreamed(2));
      TableSchema schema =
          Objects.requireNonNull(catalog.describe(Map.of(TABLE, List.of())).get(TABLE)).schema();
      List<Row> plain = new ArrayList<>();
      catalog.read(schema, plain::add);
      assertThat(held(snapshot.get(0))).as("snapshot").isEqualTo(expected());
      assertThat(held(stream.get(0))).as("stream").isEqualTo(expected());
      assertThat(held(plain.get(0))).as("plain").isEqualTo(expected());
      assertThat(
              List.of(
                  isAllNull(snapshot.get(1)), isAllNull(stream.get(1)), isAllNull(plain.get(1))))
          .containsOnly(true);
      assertThat(kinds(snapshot.get(0).schema())).isEqualTo(kinds(schema)).isEqualTo(kinds());
      assertThat(snapshot.get(0).schema().columns()).isEqualTo(schema.columns());
      assertThat(stream.get(0).schema()).isSameAs(snapshot.get(0).schema());
    }
  }

  private static void createTable(TestDatabase database) throws Exception {
    StringBuilder sql = new StringBuilder("CREATE TABLE matrix (id int PRIMARY KEY");
    for (int i = 0; i < CASES.size(); i++) {
      sql.append(", ").append(name(i)).append(' ').append(CASES.get(i).type());
    }
    database.execute(
        "CREATE EXTENSION hstore",
        "CREATE EXTENSION citext",
        "CREATE EXTENSION ltree",
        "CREATE TYPE mood AS ENUM ('sad', 'happy')",
        "CREATE TYPE pair AS (a int, b text)",
        "CREATE DOMAIN posint AS int4 CHECK (VALUE > 0)",
        "CREATE DOMAIN label AS text",
        "CREATE DOMAIN price AS numeric(10,2)",
        sql.append(")").toString());
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

  private static Map<String, Object> expected() {
    Map<String, Object> expected = new LinkedHashMap<>();
    for (int i = 0; i < CASES.size(); i++) {
      Case one = CASES.get(i);
      expected.put(name(i) + " " + one.type() + " " + one.sql(), one.held());
    }
    return expected;
  }

  private static Map<String, @Nullable Object> held(Row row) {
    Map<String, @Nullable Object> held = new LinkedHashMap<>();
    for (int i = 0; i < CASES.size(); i++) {
      Case one = CASES.get(i);
      held.put(name(i) + " " + one.type() + " " + one.sql(), row.get(name(i)));
    }
    return held;
  }

  private static boolean isAllNull(Row row) {
    for (int i = 1; i < row.schema().columns().size(); i++) {
      if (row.get(i) != null) {
        return false;
      }
    }
    return true;
  }

  private static List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.INTEGER));
    CASES.forEach(one -> kinds.add(one.kind()));
    return kinds;
  }

  private static List<Kind> kinds(TableSchema schema) {
    return schema.columns().stream().map(Column::type).map(t -> t.kind()).toList();
  }
}
