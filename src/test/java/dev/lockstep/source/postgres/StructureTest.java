package dev.lockstep.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.TableId;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.ProbedDatabase;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.StructureContract;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedServer.class)
@ResourceLock(SharedServer.LOCK)
class StructureTest extends StructureContract {
  private final PostgresServer server;

  StructureTest(PostgresServer server) {
    this.server = server;
  }

  @Override
  protected ProbedDatabase database(String name, Path dir) throws SQLException {
    return new ProbedPostgres(server, name, dir);
  }

  @Test
  void theLogLacksComputedColumnsAndASchemaIsLookedAtOnRequestAlone(@TempDir Path dir)
      throws Exception {
    ProbedDatabase database = database("structure_schemas", dir);
    database.execute(
        "CREATE SCHEMA other",
        "CREATE TABLE other.asked (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2)"
            + " STORED)");
    try (SourceCatalog catalog = database.catalog()) {
      assertThat(catalog.structures(List.of())).isEmpty();
      assertThat(catalog.structures(List.of("other")))
          .singleElement()
          .satisfies(
              table -> assertThat(table.field("twice").map(Field::generated)).contains(true));
    }
  }

  @Test
  void withoutAPrimaryKeyItTakesUniqueColumnsThatChangesCarry(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("structure_keys", dir);
    database.execute(
        "CREATE TABLE a_none (x int)",
        "CREATE TABLE b_maybe (x int UNIQUE)",
        "CREATE TABLE c_unsent (x int NOT NULL UNIQUE)",
        "CREATE TABLE d_sent (x int NOT NULL UNIQUE, y int NOT NULL, CONSTRAINT d_y UNIQUE (y))",
        "ALTER TABLE d_sent REPLICA IDENTITY USING INDEX d_y");
    try (SourceCatalog catalog = database.catalog()) {
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
  void aKeyOfBytesIsAnObstacleUnderTheNameOfADomainToo(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("structure_bytes", dir);
    database.execute(
        "CREATE DOMAIN digest AS bytea",
        "CREATE TABLE a_plain (id bytea PRIMARY KEY)",
        "CREATE TABLE b_domain (id digest PRIMARY KEY)",
        "CREATE TABLE c_content (id int PRIMARY KEY, content bytea)");
    try (SourceCatalog catalog = database.catalog()) {
      assertThat(catalog.structures(List.of("public")))
          .extracting(table -> table.obstacles().stream().map(Problem::code).toList())
          .containsExactly(List.of("KEY-BINARY"), List.of("KEY-BINARY"), List.of());
    }
  }

  @Test
  void aPartitionedTableIsOneTableWithTheRowsOfItsPartitions(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("structure_parts", dir);
    database.execute(
        "CREATE TABLE whole (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE low PARTITION OF whole FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE high PARTITION OF whole FOR VALUES FROM (10) TO (20)",
        "INSERT INTO whole SELECT generate_series(0, 19)",
        "ANALYZE");
    try (SourceCatalog catalog = database.catalog()) {
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
