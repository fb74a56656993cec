package dev.lockstep.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.Column;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.source.SourceProbe.Condition;
import dev.lockstep.source.SourceProbe.Requirement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look into every kind of source keeps to. */
public abstract class SourceProbeContract {
  protected static final Duration PATIENCE = Duration.ofSeconds(20);

  /** An empty database. */
  protected abstract ProbedDatabase database(String name, Path dir) throws Exception;

  /** Statements that make a table {@code k} with rows of all kinds of values. */
  protected abstract String[] kinds();

  @Test
  void aSampleComesFromAllOverTheTableAndIsTheSameAgain(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_sample", dir);
    database.execute(
        "CREATE TABLE big (id int PRIMARY KEY, filler text)",
        "INSERT INTO big SELECT i, repeat('x', 100) FROM " + ProbedDatabase.numbers(20_000),
        "CREATE TABLE vacant (id int PRIMARY KEY)");
    database.analyze("big", "vacant");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema big = schema(catalog, database.table("big"));
      List<Row> sample = probe.sample(big, 300);
      assertThat(sample).hasSizeBetween(220, 300).doesNotHaveDuplicates();
      assertThat(sample).anyMatch(row -> id(row) < 5_000).anyMatch(row -> id(row) > 16_000);
      assertThat(probe.sample(big, 300)).isEqualTo(sample);
      List<Row> other = probe.sample(big, 300, 3);
      assertThat(other).hasSizeBetween(200, 300).isNotEqualTo(sample);
      assertThat(probe.sample(big, 300, 3)).isEqualTo(other);
      assertThat(probe.sample(big, 100_000)).hasSize(20_000);
      assertThat(probe.sample(schema(catalog, database.table("vacant")), 10)).isEmpty();
    }
  }

  @Test
  void rowsAreFoundByTheValuesOfColumnsPageByPage(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_where", dir);
    database.execute(
        "CREATE TABLE c (tenant varchar(9), id int, parent int, PRIMARY KEY (tenant, id))",
        "INSERT INTO c SELECT concat('t', i % 2), i, i % 3 FROM " + ProbedDatabase.numbers(60));
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, database.table("c"));
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
  void aTableIsWalkedByItsKeyFromAnyRow(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_keyset", dir);
    database.execute(
        "CREATE TABLE c (tenant varchar(9), id int, PRIMARY KEY (tenant, id))",
        "INSERT INTO c SELECT concat('t', i % 3), i FROM " + ProbedDatabase.numbers(60));
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, database.table("c"));
      List<RowKey> seen = new ArrayList<>();
      RowKey after = null;
      List<Row> page;
      do {
        page = probe.rowsAfter(schema, after, 7);
        page.forEach(row -> seen.add(row.key()));
        after = page.isEmpty() ? null : page.get(page.size() - 1).key();
      } while (page.size() == 7);
      assertThat(seen).hasSize(60).doesNotHaveDuplicates();
      assertThat(probe.rowsAfter(schema, seen.get(41), 100))
          .extracting(Row::key)
          .isEqualTo(seen.subList(42, 60));
    }
  }

  @Test
  void manyRowsAreFoundAtOnceByTheValuesOfColumns(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_in", dir);
    database.execute(
        "CREATE TABLE c (tenant varchar(9), id int, PRIMARY KEY (tenant, id))",
        "INSERT INTO c SELECT concat('t', i % 3), i FROM " + ProbedDatabase.numbers(2_500));
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, database.table("c"));
      List<Row> all = probe.rowsAfter(schema, null, 10_000);
      assertThat(probe.rowsIn(schema, List.of("id"), ids(all, "id"), 10_000))
          .containsExactlyInAnyOrderElementsOf(all);
      assertThat(probe.rowsIn(schema, List.of("tenant", "id"), ids(all, "tenant", "id"), 10_000))
          .containsExactlyInAnyOrderElementsOf(all);
      assertThat(probe.rowsIn(schema, List.of("id"), ids(all, "id"), 10)).hasSize(10);
      assertThat(probe.rowsIn(schema, List.of("id"), List.of(List.of(1L), List.of(-1L)), 10))
          .hasSize(1);
      assertThat(probe.rowsIn(schema, List.of("tenant"), List.of(List.of("t1\"','")), 10))
          .isEmpty();
    }
  }

  private static List<List<Object>> ids(List<Row> rows, String... columns) {
    List<List<Object>> values = new ArrayList<>();
    for (Row row : rows) {
      List<Object> tuple = new ArrayList<>();
      for (String column : columns) {
        tuple.add(Objects.requireNonNull(row.get(column)));
      }
      values.add(tuple);
    }
    return values;
  }

  @Test
  void everyKindOfValueFindsTheRowThatHasIt(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_kinds", dir);
    database.execute(kinds());
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, database.table("k"));
      List<Row> rows = probe.sample(schema, 10);
      assertThat(rows).isNotEmpty();
      for (Row row : rows) {
        for (Column column : schema.columns()) {
          Object value = row.get(column.name());
          if (value != null) {
            Condition condition = new Condition(List.of(column.name()), List.of(value), null);
            assertThat(probe.rowsWhere(schema, condition, 10))
                .as("%s = %s", column.name(), value)
                .contains(row);
            assertThat(probe.rowsIn(schema, condition.columns(), List.of(List.of(value)), 10))
                .as("%s among %s", column.name(), value)
                .contains(row);
          }
        }
      }
    }
  }

  @Test
  void textsThatPeopleWriteFindRowsAndWhatIsNoValueIsSaid(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_find", dir);
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, d date)",
        "INSERT INTO t VALUES (0, '2024-02-28'), (7, '2024-02-29')");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, database.table("t"));
      assertThat(probe.find(schema, Map.of("id", "0007"), 2)).hasSize(1);
      assertThat(probe.find(schema, Map.of("d", "2024-02-29", "id", "7"), 2)).hasSize(1);
      assertThat(probe.find(schema, Map.of("id", "8"), 2)).isEmpty();
      assertThatThrownBy(() -> probe.find(schema, Map.of("id", "seven"), 2))
          .hasMessageContaining("VALUE-UNREADABLE")
          .hasMessageContaining("seven");
      assertThatThrownBy(() -> probe.find(schema, Map.of("d", "2024-02-30"), 2))
          .hasMessageContaining("VALUE-UNREADABLE");
      assertThat(probe.find(schema, Map.of("id", "7"), 2)).hasSize(1);
    }
  }

  @Test
  void whatTakesTooLongIsBrokenOff(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_slow", dir);
    database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(Duration.ofMillis(50));
        Connection other = database.connect();
        Statement statement = other.createStatement()) {
      TableSchema schema = schema(catalog, database.table("t"));
      other.setAutoCommit(false);
      database.lock(statement, "t");
      assertThatThrownBy(() -> probe.find(schema, Map.of("id", "1"), 1))
          .hasMessageContaining("SOURCE-TIMEOUT");
      other.rollback();
    }
  }

  @Test
  void readsSeeOneStateOfTheSource(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_state", dir);
    database.execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, database.table("t"));
      assertThat(probe.find(schema, Map.of("id", "1"), 1)).hasSize(1);
      database.execute("DELETE FROM t");
      assertThat(probe.find(schema, Map.of("id", "1"), 1)).hasSize(1);
      probe.refresh();
      assertThat(probe.find(schema, Map.of("id", "1"), 1)).isEmpty();
    }
  }

  @Test
  void countsWhatIsChanged(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_activity", dir);
    database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    TableId table = database.table("t");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      Activity before = probe.activity(List.of(table));
      database.execute(
          "INSERT INTO t SELECT i FROM " + ProbedDatabase.numbers(10),
          "UPDATE t SET id = id + 100",
          "DELETE FROM t WHERE id > 105");
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Activity now = probe.activity(List.of(table));
                assertThat(now.of(table)).isEqualTo(new Activity.Counters(10, 10, 5));
                assertThat(now.atMicros()).isGreaterThan(before.atMicros());
              });
    }
  }

  @Test
  void anIndexServesTheColumnsThatItBeginsWith(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_index", dir);
    database.execute(
        "CREATE TABLE t (a int, b int, c int, e int, PRIMARY KEY (a, b))",
        "CREATE INDEX by_e ON t (e, c)");
    TableId table = database.table("t");
    assertThat(missingIndex(database, table, "a")).isEmpty();
    assertThat(missingIndex(database, table, "b", "a")).isEmpty();
    assertThat(missingIndex(database, table, "e")).isEmpty();
    assertThat(missingIndex(database, table, "b")).isPresent();
    database.execute(missingIndex(database, table, "c").orElseThrow());
    assertThat(missingIndex(database, table, "c")).isEmpty();
  }

  /** Lets go of what it looks at, which the making of an index would wait for. */
  private static Optional<String> missingIndex(
      ProbedDatabase database, TableId table, String... columns) {
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      return probe.missingIndex(table, List.of(columns));
    }
  }

  @Test
  void saysWhatIsMissingAndItsStatementsMakeItSo(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_rights", dir);
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, tenant int)", "CREATE TABLE u (id int PRIMARY KEY)");
    database.createStranger("stranger");
    Map<TableId, TableNeeds> needs =
        Map.of(
            database.table("t"), new TableNeeds(List.of(), List.of("tenant"), List.of()),
            database.table("u"), new TableNeeds(List.of(), List.of(), List.of()));
    try (SourceCatalog catalog = database.catalog("stranger");
        SourceProbe probe = catalog.probe(PATIENCE)) {
      List<Requirement> missing =
          probe.requirements(needs).stream().filter(requirement -> !requirement.met()).toList();
      assertThat(missing).hasSizeGreaterThan(2);
      for (Requirement requirement : missing) {
        database.execute(requirement.statement());
      }
      assertThat(probe.requirements(needs)).allMatch(Requirement::met);
    }
  }

  /** The shape of a table, with its primary key. */
  protected static TableSchema schema(SourceCatalog catalog, TableId table) {
    SourceTable described = catalog.describe(Map.of(table, List.of())).get(table);
    return Objects.requireNonNull(described).schema();
  }

  private static long id(Row row) {
    return (long) Objects.requireNonNull(row.key().values().get(0));
  }
}
