package dev.lockstep.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.Column;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.Activity;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.SourceProbe.Condition;
import dev.lockstep.source.SourceProbe.Requirement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServer.class)
class PostgresProbeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void aSampleComesFromAllOverTheTableAndIsTheSameAgain(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "probe_sample");
    database.execute(
        "CREATE TABLE big (id int PRIMARY KEY, filler text)",
        "INSERT INTO big SELECT i, repeat('x', 100) FROM generate_series(1, 20000) i",
        "CREATE TABLE empty (id int PRIMARY KEY)",
        "ANALYZE");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir));
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema big = schema(catalog, "big");
      List<Row> sample = probe.sample(big, 300);
      assertThat(sample).hasSizeBetween(220, 300).doesNotHaveDuplicates();
      assertThat(sample).anyMatch(row -> id(row) < 5_000).anyMatch(row -> id(row) > 16_000);
      assertThat(probe.sample(big, 300)).isEqualTo(sample);
      assertThat(probe.sample(big, 100_000)).hasSize(20_000);
      assertThat(probe.sample(schema(catalog, "empty"), 10)).isEmpty();
    }
  }

  @Test
  void aTableThatWasNeverAnalysedAndItsPartitionsCanBeSampled(
      PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "probe_parts");
    database.execute(
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100)",
        "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200)",
        "INSERT INTO p SELECT generate_series(0, 199)");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir));
        SourceProbe probe = catalog.probe(PATIENCE)) {
      assertThat(probe.sample(schema(catalog, "p"), 500)).hasSize(200);
      assertThat(probe.sample(schema(catalog, "p"), 50)).hasSize(50);
    }
  }

  @Test
  void rowsAreFoundByTheValuesOfColumnsPageByPage(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "probe_where");
    database.execute(
        "CREATE TABLE c (tenant text, id int, parent int, PRIMARY KEY (tenant, id))",
        "INSERT INTO c SELECT 't' || i % 2, i, i % 3 FROM generate_series(1, 60) i");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir));
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, "c");
      List<Object> seen = new ArrayList<>();
      RowKey after = null;
      List<Row> page;
      do {
        page = probe.rowsWhere(schema, new Condition(List.of("parent"), List.of(1L), after), 7);
        page.forEach(row -> seen.add(row.key()));
        after = page.isEmpty() ? null : page.get(page.size() - 1).key();
      } while (page.size() == 7);
      assertThat(seen).hasSize(20).doesNotHaveDuplicates();
      List<Object> none = Arrays.asList((Object) null);
      assertThat(probe.rowsWhere(schema, new Condition(List.of("parent"), none, null), 7))
          .isEmpty();
    }
  }

  @Test
  void everyKindOfValueFindsTheRowThatHasIt(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "probe_kinds");
    database.execute(
        "CREATE TYPE mood AS ENUM ('glad', 'sad')",
        "CREATE TABLE k (id int PRIMARY KEY, b bool, n numeric, f4 float4, f8 float8, t text,"
            + " c char(5), y bytea, d date, ti time, ts timestamp, tz timestamptz, iv interval,"
            + " u uuid, m mood, bits varbit, a int[], ta text[], mo money)",
        "INSERT INTO k VALUES (1, true, 12.50, 0.1, 1e300, 'it''s', 'ab', '\\x00ff', '2024-02-29',"
            + " '24:00', '2024-02-29 23:59:59.000001', '1969-12-31 23:59:59.5+00',"
            + " '1 year -2 mons 3 days 04:05:06.7', 'c0ffee00-0000-4000-8000-000000000001', 'sad',"
            + " B'0101', '{1,NULL,3}', '{\"a\\\"b\",\"c,d\"}', '$12.34')",
        "INSERT INTO k (id, n, f4, d, ts, tz) VALUES (2, 'NaN', 'Infinity', '0044-03-15 BC',"
            + " '0044-03-15 12:00 BC', '0044-03-15 12:00:00+00 BC'),"
            + " (3, -1, 'NaN', 'infinity', '-infinity', 'infinity'),"
            + " (4, 0, 0, '12345-01-01', '12345-01-01 00:00', '12345-01-01 00:00+00')");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir));
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, "k");
      for (Row row : probe.sample(schema, 10)) {
        for (Column column : schema.columns()) {
          Object value = row.get(column.name());
          if (value != null) {
            Condition condition = new Condition(List.of(column.name()), List.of(value), null);
            assertThat(probe.rowsWhere(schema, condition, 10))
                .as("%s = %s", column.name(), value)
                .contains(row);
          }
        }
      }
    }
  }

  @Test
  void textsThatPeopleWriteFindRowsAndWhatIsNoValueIsSaid(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "probe_find");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, u uuid)",
        "INSERT INTO t VALUES (7, 'c0ffee00-0000-4000-8000-000000000001')");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir));
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, "t");
      assertThat(probe.find(schema, Map.of("id", "0007"), 2)).hasSize(1);
      assertThat(probe.find(schema, Map.of("u", "C0FFEE00000040008000000000000001"), 2)).hasSize(1);
      assertThat(probe.find(schema, Map.of("id", "8"), 2)).isEmpty();
      assertThatThrownBy(() -> probe.find(schema, Map.of("id", "seven"), 2))
          .hasMessageContaining("VALUE-UNREADABLE")
          .hasMessageContaining("seven");
      assertThat(probe.find(schema, Map.of("id", "7"), 2)).hasSize(1);
    }
  }

  @Test
  void whatTakesTooLongIsBrokenOff(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "probe_slow");
    database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir));
        SourceProbe probe = catalog.probe(Duration.ofMillis(50));
        Connection other = database.connect();
        Statement statement = other.createStatement()) {
      TableSchema schema = schema(catalog, "t");
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
      assertThatThrownBy(() -> probe.find(schema, Map.of("id", "1"), 1))
          .hasMessageContaining("SOURCE-TIMEOUT");
      other.rollback();
    }
  }

  @Test
  void readsSeeOneStateOfTheSource(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "probe_state");
    database.execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir));
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, "t");
      assertThat(probe.find(schema, Map.of("id", "1"), 1)).hasSize(1);
      database.execute("DELETE FROM t");
      assertThat(probe.find(schema, Map.of("id", "1"), 1)).hasSize(1);
    }
  }

  @Test
  void countsWhatIsChanged(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "probe_activity");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100)");
    TableId table = new TableId("public", "t");
    TableId parted = new TableId("public", "p");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir));
        SourceProbe probe = catalog.probe(PATIENCE)) {
      Activity before = probe.activity(List.of(table, parted));
      assertThat(before.sinceMicros()).as("never reset").isNull();
      database.execute(
          "INSERT INTO t SELECT generate_series(1, 10)",
          "UPDATE t SET id = id + 100",
          "DELETE FROM t WHERE id > 105",
          "INSERT INTO p VALUES (1)");
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Activity now = probe.activity(List.of(table, parted));
                assertThat(now.of(table)).isEqualTo(new Activity.Counters(10, 10, 5));
                assertThat(now.of(parted).inserts()).isEqualTo(1);
                assertThat(now.atMicros()).isGreaterThan(before.atMicros());
              });
    }
  }

  @Test
  void anIndexServesTheColumnsThatItBeginsWith(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "probe_index");
    database.execute(
        "CREATE TABLE t (a int, b int, c int, d int, e int, PRIMARY KEY (a, b))",
        "CREATE INDEX ON t (c) WHERE d > 0",
        "CREATE INDEX ON t (abs(d))",
        "CREATE INDEX ON t USING hash (e)");
    TableId table = new TableId("public", "t");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir));
        SourceProbe probe = catalog.probe(PATIENCE)) {
      assertThat(probe.missingIndex(table, List.of("a"))).isEmpty();
      assertThat(probe.missingIndex(table, List.of("b", "a"))).isEmpty();
      assertThat(probe.missingIndex(table, List.of("e"))).isEmpty();
      assertThat(probe.missingIndex(table, List.of("b"))).isPresent();
      assertThat(probe.missingIndex(table, List.of("d"))).isPresent();
      assertThat(probe.missingIndex(table, List.of("c")))
          .contains("CREATE INDEX CONCURRENTLY ON \"public\".\"t\" (\"c\")");
    }
  }

  @Test
  void saysWhatIsMissingAndItsStatementsMakeItSo(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "probe_rights");
    database.execute(
        "CREATE SCHEMA app",
        "CREATE TABLE app.t (id int PRIMARY KEY, tenant int)",
        "CREATE TABLE app.u (id int PRIMARY KEY)",
        "CREATE ROLE stranger LOGIN");
    Map<TableId, TableNeeds> needs =
        Map.of(
            new TableId("app", "t"), new TableNeeds(List.of(), List.of("tenant"), List.of()),
            new TableId("app", "u"), new TableNeeds(List.of(), List.of(), List.of()));
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir, "stranger", "x"));
        SourceProbe probe = catalog.probe(PATIENCE)) {
      List<Requirement> missing =
          probe.requirements(needs).stream().filter(requirement -> !requirement.met()).toList();
      assertThat(missing).extracting(Requirement::statement).hasSize(5);
      for (Requirement requirement : missing) {
        database.execute(requirement.statement());
      }
      assertThat(probe.requirements(needs)).allMatch(Requirement::met);
    }
  }

  private static TableSchema schema(PostgresCatalog catalog, String table) {
    TableId id = new TableId("public", table);
    SourceTable described = catalog.describe(Map.of(id, List.of())).get(id);
    return Objects.requireNonNull(described).schema();
  }

  private static long id(Row row) {
    return (long) new HashSet<>(row.key().values()).iterator().next();
  }
}
