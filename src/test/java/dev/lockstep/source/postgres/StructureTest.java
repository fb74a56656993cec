package dev.lockstep.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.TableId;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.Spread;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import dev.lockstep.source.TableStructure.Reference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServer.class)
class StructureTest {
  @Test
  void tellsColumnsKeysAndForeignKeysInTheOrderOfTheKeys(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "structure");
    database.execute(
        "CREATE SCHEMA other",
        "CREATE TABLE other.unasked (id int PRIMARY KEY)",
        "CREATE TABLE parent (x int, y int, name varchar(20) NOT NULL UNIQUE, PRIMARY KEY (y, x))",
        "CREATE TABLE child (id numeric(9) PRIMARY KEY, a int NOT NULL, b int,"
            + " twice int GENERATED ALWAYS AS (a * 2) STORED,"
            + " FOREIGN KEY (b, a) REFERENCES parent (x, y) ON DELETE CASCADE)",
        "CREATE VIEW sight AS SELECT 1");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir))) {
      List<TableStructure> structures = catalog.structures(List.of());

      assertThat(structures)
          .extracting(TableStructure::table)
          .containsExactly(id("child"), id("parent"));
      TableStructure child = structures.get(0);
      assertThat(child.references())
          .containsExactly(new Reference(List.of("b", "a"), id("parent"), List.of("x", "y"), true));
      assertThat(child.key()).containsExactly("id");
      assertThat(child.field("id").map(Field::digits)).contains(9);
      assertThat(child.field("a").map(Field::nullable)).contains(false);
      assertThat(child.field("b").map(Field::nullable)).contains(true);
      assertThat(child.field("twice").map(Field::generated)).contains(true);
      TableStructure parent = structures.get(1);
      assertThat(parent.key()).containsExactly("y", "x");
      assertThat(parent.uniqueKeys()).contains(List.of("name"));
      assertThat(parent.field("name").map(f -> f.type().kind())).contains(Kind.TEXT);
      assertThat(parent.obstacles()).isEmpty();
    }
  }

  @Test
  void withoutAPrimaryKeyItTakesUniqueColumnsThatChangesCarry(
      PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "structure_keys");
    database.execute(
        "CREATE TABLE a_none (x int)",
        "CREATE TABLE b_maybe (x int UNIQUE)",
        "CREATE TABLE c_unsent (x int NOT NULL UNIQUE)",
        "CREATE TABLE d_sent (x int NOT NULL UNIQUE, y int NOT NULL, CONSTRAINT d_y UNIQUE (y))",
        "ALTER TABLE d_sent REPLICA IDENTITY USING INDEX d_y");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir))) {
      List<TableStructure> structures = catalog.structures(List.of("public"));

      assertThat(structures)
          .extracting(TableStructure::key)
          .containsExactly(List.of(), List.of(), List.of("x"), List.of("y"));
      assertThat(structures).noneMatch(TableStructure::primary);
      assertThat(structures)
          .extracting(table -> table.obstacles().stream().map(Problem::code).toList())
          .containsExactly(
              List.of("KEY-MISSING"),
              List.of("KEY-MISSING"),
              List.of("REPLICA-IDENTITY"),
              List.of());
    }
  }

  @Test
  void aKeyOfBytesIsAnObstacleUnderTheNameOfADomainToo(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "structure_bytes");
    database.execute(
        "CREATE DOMAIN digest AS bytea",
        "CREATE TABLE a_plain (id bytea PRIMARY KEY)",
        "CREATE TABLE b_domain (id digest PRIMARY KEY)",
        "CREATE TABLE c_content (id int PRIMARY KEY, content bytea)");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir))) {
      assertThat(catalog.structures(List.of("public")))
          .extracting(table -> table.obstacles().stream().map(Problem::code).toList())
          .containsExactly(List.of("KEY-BINARY"), List.of("KEY-BINARY"), List.of());
    }
  }

  @Test
  void countsChildrenPerParentAndLeavesOutThoseWithout(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "structure_spread");
    database.execute(
        "CREATE TABLE child (id int PRIMARY KEY, parent int, \"Two\" int)",
        "CREATE TABLE empty (id int PRIMARY KEY, parent int)",
        "INSERT INTO child SELECT i, nullif(i % 4, 0), i % 2 FROM generate_series(1, 40) i",
        "INSERT INTO child SELECT i, 1, 0 FROM generate_series(41, 45) i");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir))) {
      assertThat(catalog.spread(id("child"), List.of("parent")))
          .isEqualTo(new Spread(35, 3, 15, true));
      assertThat(catalog.spread(id("child"), List.of("parent", "Two")))
          .isEqualTo(new Spread(35, 4, 10, true));
      assertThat(catalog.spread(id("empty"), List.of("parent")).isKnown()).isFalse();
    }
  }

  @Test
  void asksTheStatisticsWhereCountingWouldTakeLong(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "structure_large");
    database.execute(
        "CREATE TABLE child (parent int)",
        "INSERT INTO child SELECT i / 100 FROM generate_series(0, 299999) i",
        "ANALYZE");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir))) {
      Spread spread = catalog.spread(id("child"), List.of("parent"));

      assertThat(spread.exact()).isFalse();
      assertThat(spread.rows()).isBetween(250_000L, 350_000L);
      assertThat(spread.average()).isBetween(50.0, 200.0);
      assertThat(spread.greatest()).isGreaterThanOrEqualTo(100);
    }
  }

  @Test
  void aPartitionedTableIsOneTableWithTheRowsOfItsPartitions(
      PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "structure_parts");
    database.execute(
        "CREATE TABLE whole (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE low PARTITION OF whole FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE high PARTITION OF whole FOR VALUES FROM (10) TO (20)",
        "INSERT INTO whole SELECT generate_series(0, 19)",
        "ANALYZE");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir))) {
      assertThat(catalog.structures(List.of("public")))
          .singleElement()
          .satisfies(
              table -> {
                assertThat(table.table()).isEqualTo(id("whole"));
                assertThat(table.rows()).isEqualTo(20);
              });
    }
  }

  private static TableId id(String name) {
    return new TableId("public", name);
  }
}
