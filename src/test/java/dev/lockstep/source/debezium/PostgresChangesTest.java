package dev.lockstep.source.debezium;

import static dev.lockstep.change.Unavailable.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.Transaction;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.source.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What only PostgreSQL leaves out of its log, and tables of which only it has the kind. */
@ExtendWith(SharedServer.class)
@ResourceLock(SharedServer.LOCK)
class PostgresChangesTest {
  private static final Map<String, String> TOASTED = toasted();

  private static Map<String, String> toasted() {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("text", "repeat(md5('a'), 200)");
    types.put("varchar", "repeat('v', 5000)");
    types.put("citext", "repeat('c', 5000)");
    types.put("bytea", "decode(repeat('ab', 5000), 'hex')");
    types.put("json", "to_json(repeat('j', 5000))");
    types.put("jsonb", "to_jsonb(repeat('j', 5000))");
    types.put("xml", "('<a>' || repeat('x', 5000) || '</a>')::xml");
    types.put("numeric", "('1' || repeat('0', 12000))::numeric + 7");
    types.put("varbit", "repeat('01', 20000)::varbit");
    types.put("hstore", "hstore('k', repeat('h', 5000))");
    types.put(
        "tsvector", "array_to_tsvector(ARRAY(SELECT md5(i::text) FROM generate_series(1,300) i))");
    types.put("int2[]", "array_fill(7::int2, ARRAY[3000])");
    types.put("int4[]", "array_fill(7, ARRAY[3000])");
    types.put("int8[]", "array_fill(7::int8, ARRAY[3000])");
    types.put("float8[]", "array_fill(0.5::float8, ARRAY[3000])");
    types.put("bool[]", "array_fill(true, ARRAY[5000])");
    types.put("text[]", "array_fill('t'::text, ARRAY[3000])");
    types.put("numeric[]", "array_fill(1.5::numeric, ARRAY[3000])");
    types.put("timestamptz[]", "array_fill('2024-01-01'::timestamptz, ARRAY[3000])");
    types.put("date[]", "array_fill('2024-01-01'::date, ARRAY[3000])");
    types.put("uuid[]", "array_fill('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, ARRAY[3000])");
    types.put("inet[]", "array_fill('10.0.0.1'::inet, ARRAY[3000])");
    types.put("bytea[]", "array_fill('\\x01'::bytea, ARRAY[3000])");
    types.put("jsonb[]", "array_fill('{}'::jsonb, ARRAY[3000])");
    types.put("pair", "ROW(1, repeat('p', 5000))::pair");
    types.put("path", "(SELECT path(polygon(500, circle '((0,0),1)')))");
    return types;
  }

  @Test
  void anUnsentValueIsUnavailableWhateverItsType(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "toast");
    StringBuilder columns = new StringBuilder("id int PRIMARY KEY, n int");
    List<String> statements =
        new ArrayList<>(
            List.of(
                "CREATE EXTENSION hstore",
                "CREATE EXTENSION citext",
                "CREATE TYPE pair AS (a int, b text)"));
    int count = 0;
    List<String> external = new ArrayList<>();
    for (String type : TOASTED.keySet()) {
      columns.append(", c").append(count).append(' ').append(type).append(" NOT NULL");
      external.add("ALTER TABLE t ALTER c" + count + " SET STORAGE EXTERNAL");
      count++;
    }
    statements.add("CREATE TABLE t (" + columns + ")");
    statements.addAll(external);
    statements.add("INSERT INTO t SELECT 1, 1, " + String.join(", ", TOASTED.values()));
    statements.add("CREATE TABLE f (LIKE t INCLUDING ALL)");
    statements.add("ALTER TABLE f REPLICA IDENTITY FULL");
    statements.add("INSERT INTO f SELECT * FROM t");
    database.execute(statements.toArray(String[]::new));
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t", "f"))) {
      List<Change> loaded = reading.awaitLoadedChanges();
      database.execute(
          "UPDATE t SET n = 2",
          "UPDATE t SET id = 5",
          "UPDATE f SET n = 2",
          "UPDATE f SET id = 5",
          "DELETE FROM f");
      List<Transaction> streamed = reading.awaitStreamed(5);
      for (int i = 0; i < 2; i++) {
        Row after = ((Change.Update) Shown.only(streamed.get(i))).after();
        for (int c = 0; c < count; c++) {
          assertThat(after.get("c" + c)).as("update %d, c%d", i, c).isEqualTo(UNAVAILABLE);
        }
      }
      Row original = Shown.row(loaded, "f");
      for (int i = 2; i < 4; i++) {
        Row after = ((Change.Update) Shown.only(streamed.get(i))).after();
        for (int c = 0; c < count; c++) {
          assertThat(after.get("c" + c)).as("full, c%d", c).isEqualTo(original.get("c" + c));
        }
      }
      Row last = ((Change.Delete) Shown.only(streamed.get(4))).before();
      assertThat(last.hasUnavailable()).isFalse();
      assertThat(last.get("id")).isEqualTo(5L);
    }
  }

  @Test
  void replicaIdentityDecidesWhatIsKnownOfTheRowBefore(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "identity");
    database.execute(
        "CREATE TABLE plain (id int PRIMARY KEY, a text NOT NULL, b int DEFAULT 9)",
        "CREATE TABLE whole (id int PRIMARY KEY, a text NOT NULL, b int DEFAULT 9)",
        "ALTER TABLE whole REPLICA IDENTITY FULL",
        "CREATE TABLE indexed (id int PRIMARY KEY, a text NOT NULL, b int)",
        "CREATE UNIQUE INDEX indexed_a ON indexed (a)",
        "ALTER TABLE indexed REPLICA IDENTITY USING INDEX indexed_a",
        "CREATE TABLE keyless (a text NOT NULL, b int)",
        "ALTER TABLE keyless REPLICA IDENTITY FULL");
    Map<TableId, TableNeeds> needs = new HashMap<>(TestDatabase.needs("plain", "whole"));
    needs.put(new TableId("public", "indexed"), identity("a"));
    needs.put(new TableId("public", "keyless"), identity("a", "b"));
    try (Reading reading = Reading.load(database.options(dir), needs)) {
      assertThat(reading.awaitLoadedChanges()).isEmpty();
      for (String table : List.of("plain", "whole", "indexed")) {
        database.execute(
            "INSERT INTO " + table + " VALUES (1, 'x', NULL)",
            "UPDATE " + table + " SET b = 2",
            "DELETE FROM " + table);
      }
      database.execute(
          "INSERT INTO keyless VALUES ('k', 1)", "UPDATE keyless SET b = 2", "DELETE FROM keyless");
      List<Change> changes = reading.awaitStreamed(12).stream().map(Shown::only).toList();
      assertThat(Shown.text(changes.subList(0, 3)))
          .containsExactly("+ 1,x,null", "? > 1,x,2", "- 1,UNAVAILABLE,UNAVAILABLE");
      assertThat(Shown.text(changes.subList(3, 6)))
          .containsExactly("+ 1,x,null", "1,x,null > 1,x,2", "- 1,x,2");
      assertThat(Shown.text(changes.subList(6, 9)))
          .containsExactly("+ 1,x,null", "? > 1,x,2", "- UNAVAILABLE,x,UNAVAILABLE");
      assertThat(Shown.text(changes.subList(9, 12))).containsExactly("+ k,1", "k,1 > k,2", "- k,2");
      Row removed = ((Change.Delete) changes.get(8)).before();
      assertThat(removed.key().values()).containsExactly("x");
    }
  }

  private static TableNeeds identity(String... columns) {
    return new TableNeeds(List.of(), List.of(), List.of(columns));
  }

  @Test
  void keyShiftsAndTruncatesNetToWhatTheTableHolds(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "shift");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY DEFERRABLE, name text)",
        "ALTER TABLE t REPLICA IDENTITY FULL",
        "CREATE TABLE u (id int PRIMARY KEY, name text)",
        "INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 5) i");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t", "u"))) {
      reading.awaitLoaded();
      database.execute(
          "UPDATE t SET id = id + 1",
          "BEGIN; INSERT INTO u VALUES (1, 'a'); TRUNCATE t, u; INSERT INTO u VALUES (2, 'b');"
              + " COMMIT");
      List<Transaction> streamed = reading.awaitStreamed(2);
      NetTransaction shift = new Netting().net(streamed.get(0));
      assertThat(Shown.net(shift))
          .containsExactlyInAnyOrder(
              "public.t[1] nullnull",
              "public.t[2] public.t[2, n1]public.t[1]",
              "public.t[3] public.t[3, n2]public.t[2]",
              "public.t[4] public.t[4, n3]public.t[3]",
              "public.t[5] public.t[5, n4]public.t[4]",
              "public.t[6] public.t[6, n5]public.t[5]");
      NetTransaction truncate = new Netting().net(streamed.get(1));
      assertThat(truncate.truncated())
          .isEqualTo(Set.of(new TableId("public", "t"), new TableId("public", "u")));
      assertThat(truncate.rows()).hasSize(1);
    }
  }

  @Test
  void columnsThatComeAndGoShowInTheSchema(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "ddl");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, a int, g int GENERATED ALWAYS AS (a * 2) STORED)",
        "INSERT INTO t VALUES (1, 1)");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      assertThat(Shown.columns(Shown.row(reading.awaitLoadedChanges(), "t"))).isEqualTo("[id, a]");
      database.execute(
          "INSERT INTO t VALUES (2, 2)",
          "ALTER TABLE t ADD COLUMN b text DEFAULT 'd'",
          "INSERT INTO t VALUES (3, 3)",
          "ALTER TABLE t DROP COLUMN g",
          "ALTER TABLE t DROP COLUMN a",
          "INSERT INTO t VALUES (4, NULL)",
          "ALTER TABLE t ALTER b DROP DEFAULT, ALTER b TYPE int USING 5",
          "INSERT INTO t VALUES (5, 6)");
      List<String> seen =
          reading.awaitStreamed(4).stream()
              .map(t -> ((Change.Insert) Shown.only(t)).row())
              .map(row -> Shown.columns(row) + " " + Shown.text(row))
              .toList();
      assertThat(seen)
          .containsExactly("[id, a] 2,2", "[id, a, b] 3,3,d", "[id, b] 4,null", "[id, b] 5,6");
    }
  }

  @Test
  void aPartitionedTableReadsAsOne(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "partitions");
    database.execute(
        "CREATE TABLE \"We Ird,x\" (id int, d int, PRIMARY KEY (id, d)) PARTITION BY RANGE (d)",
        "CREATE TABLE p1 PARTITION OF \"We Ird,x\" FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE p2 PARTITION OF \"We Ird,x\" FOR VALUES FROM (10) TO (20)",
        "INSERT INTO \"We Ird,x\" VALUES (1, 5), (2, 15)");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("We Ird,x"))) {
      assertThat(reading.awaitLoadedChanges()).hasSize(2);
      database.execute(
          "INSERT INTO \"We Ird,x\" VALUES (3, 6)", "UPDATE \"We Ird,x\" SET d = 16 WHERE id = 3");
      List<Transaction> streamed = reading.awaitStreamed(2);
      assertThat(Shown.text((Change.Insert) Shown.only(streamed.get(0)))).isEqualTo("+ 3,6");
      assertThat(new Netting().net(streamed.get(1)).rows()).hasSize(2);
    }
  }
}
