package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.ProbedDatabase;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.SourceProbe.Condition;
import dev.lockstep.source.SourceProbeContract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlProbeTest extends SourceProbeContract {
  private final MysqlServer server;

  MysqlProbeTest(MysqlServer server) {
    this.server = server;
  }

  @Override
  protected ProbedDatabase database(String name, Path dir) throws SQLException {
    return new ProbedMysql(server, name, dir);
  }

  @Override
  protected String[] kinds() {
    return new String[] {
      "CREATE TABLE k (id INT PRIMARY KEY, ti TINYINT, bu BIGINT UNSIGNED, n DECIMAL(30, 3),"
          + " f FLOAT, d DOUBLE, t VARCHAR(50), l VARCHAR(20) CHARACTER SET latin1, c CHAR(5),"
          + " y VARBINARY(5), b BINARY(4), dt DATE, tm TIME(6), ts DATETIME(6),"
          + " tz TIMESTAMP(6) NULL, yr YEAR, e ENUM('glad', 'sad'), s SET('x', 'y', 'z'),"
          + " bits BIT(12), j JSON)",
      "INSERT INTO k VALUES (1, -1, 18446744073709551615, 12.500, 0.1, 1e300, 'it''s Ä', 'café',"
          + " 'ab', x'00ff', x'01', '2024-02-29', '-838:59:58.5', '2024-02-29 23:59:59.000001',"
          + " '1970-01-02 00:00:00.5', 2024, 'sad', 'x,z', b'101',"
          + " '{\"a\": [1, 2.5, \"x\", null, true]}')",
      "INSERT INTO k (id, ti, f, t, tm, ts, s, bits, j) VALUES (2, 0, 3.4e38, '',"
          + " '00:00:00.000001', '0001-01-01', '', b'0', '\"text\"'),"
          + " (3, 127, -1.5, 'A ', '838:59:59', '9999-12-31 23:59:59', 'y', b'111111111111', '7')"
    };
  }

  @Test
  void textsAreFoundByteByByteThoughTheServerTakesMoreForEqual(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_case", dir);
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9), INDEX (name))",
        "INSERT INTO t VALUES (1, 'a'), (2, 'A'), (3, 'ä')");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, database.table("t"));
      Condition exact = new Condition(List.of("name"), List.of("A"), null);

      assertThat(probe.rowsWhere(schema, exact, 10))
          .extracting(row -> row.get("id"))
          .containsExactly(2L);
      assertThat(probe.find(schema, Map.of("name", "A"), 10)).hasSize(3);
    }
  }

  @Test
  void aTableThatWasTruncatedSinceTheFirstReadIsReadAnew(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_truncated", dir);
    database.execute(
        "CREATE TABLE a (id INT PRIMARY KEY)",
        "CREATE TABLE b (id INT PRIMARY KEY)",
        "INSERT INTO a VALUES (1)",
        "INSERT INTO b VALUES (1)");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema b = schema(catalog, database.table("b"));
      assertThat(probe.rowsAfter(schema(catalog, database.table("a")), null, 10)).hasSize(1);
      database.execute("TRUNCATE TABLE b");
      assertThatThrownBy(() -> probe.rowsAfter(b, null, 10))
          .hasMessageContaining("SOURCE-NOT-READY");
      assertThat(probe.rowsAfter(b, null, 10)).isEmpty();
    }
  }

  @Test
  void pagesFollowAKeyOfLabels(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_labels", dir);
    database.execute(
        "CREATE TABLE t (e ENUM('z', 'm', 'a'), id INT, parent INT, PRIMARY KEY (e, id))",
        "INSERT INTO t SELECT 1 + i % 3, i, 1 FROM " + ProbedDatabase.numbers(20));
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, database.table("t"));
      List<Row> first =
          probe.rowsWhere(schema, new Condition(List.of("parent"), List.of(1L), null), 15);
      Condition rest = new Condition(List.of("parent"), List.of(1L), first.get(14).key());

      assertThat(probe.rowsWhere(schema, rest, 15)).hasSize(5).doesNotContainAnyElementsOf(first);
    }
  }

  @Test
  void aKeyOfManyColumnsOrOfTextIsWalkedToo(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_walk", dir);
    database.execute(
        "CREATE TABLE tenants (tenant VARCHAR(9), id INT, PRIMARY KEY (tenant, id))",
        "INSERT INTO tenants SELECT concat('t', i % 3), i FROM " + ProbedDatabase.numbers(9_000),
        "CREATE TABLE tokens (token CHAR(32) PRIMARY KEY)",
        "INSERT INTO tokens SELECT left(sha2(i, 256), 32) FROM " + ProbedDatabase.numbers(5_000),
        "CREATE TABLE digests (digest BINARY(16) PRIMARY KEY)",
        "INSERT INTO digests SELECT unhex(left(sha2(i, 256), 32)) FROM "
            + ProbedDatabase.numbers(5_000));
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      List<Row> tenants = probe.sample(schema(catalog, database.table("tenants")), 300);
      assertThat(tenants).hasSize(300).doesNotHaveDuplicates();
      assertThat(firstValues(tenants, 2)).containsOnlyKeys("t0", "t1", "t2");
      assertThat(firstValues(tenants, 2).values()).allMatch(count -> count > 50);
      assertThat(tenants).anyMatch(row -> (long) Objects.requireNonNull(row.get("id")) > 8_000);

      List<Row> tokens = probe.sample(schema(catalog, database.table("tokens")), 300);
      assertThat(tokens).hasSizeBetween(220, 300);
      assertThat(firstValues(tokens, 1)).hasSize(16);
      assertThat(probe.sample(schema(catalog, database.table("digests")), 300))
          .hasSizeBetween(220, 300);
    }
  }

  private static Map<String, Long> firstValues(List<Row> rows, int letters) {
    return rows.stream()
        .map(row -> String.valueOf(row.key().values().get(0)).substring(0, letters))
        .collect(Collectors.groupingBy(text -> text, Collectors.counting()));
  }

  @Test
  void whatDoesNotHelpASearchIsNoIndex(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_indexes", dir);
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(99), c INT, d TEXT)",
        "CREATE INDEX hidden ON t (a) INVISIBLE",
        "CREATE INDEX beginning ON t (b(5))",
        "CREATE FULLTEXT INDEX words ON t (d)");
    TableId table = database.table("t");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      for (String column : List.of("a", "b", "d")) {
        assertThat(probe.missingIndex(table, List.of(column))).as(column).isPresent();
      }
      assertThat(probe.missingIndex(table, List.of("c")))
          .contains(
              "ALTER TABLE `probe_indexes`.`t` ADD INDEX (`c`), ALGORITHM = INPLACE, LOCK = NONE");
    }
  }

  @Test
  void countingBeginsWithTheServer(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_since", dir);
    database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
    database.createStranger("uncounted");
    try (SourceCatalog catalog = database.catalog();
        SourceCatalog strange = database.catalog("uncounted");
        SourceProbe probe = catalog.probe(PATIENCE);
        SourceProbe stranger = strange.probe(PATIENCE)) {
      List<TableId> tables = List.of(database.table("t"));

      assertThat(probe.activity(tables).sinceMicros())
          .isPositive()
          .isLessThan(probe.activity(tables).atMicros());
      assertThat(stranger.activity(tables).tables()).as("may not see the counters").isEmpty();
    }
  }
}
