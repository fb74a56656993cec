package dev.lockstep.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.Column;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.Version;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedServer.class)
@ResourceLock(SharedServer.LOCK)
class PostgresCatalogTest {
  @Test
  void describesTables(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "catalog");
    database.execute(
        "CREATE TABLE a (x int, id int8, big text, g int GENERATED ALWAYS AS (x) STORED,"
            + " PRIMARY KEY (id, x))",
        "CREATE TABLE b (u int NOT NULL UNIQUE, small int) ",
        "ALTER TABLE b REPLICA IDENTITY FULL",
        "CREATE TABLE c (id int PRIMARY KEY DEFERRABLE)",
        "CREATE VIEW v AS SELECT * FROM a",
        "INSERT INTO a SELECT i, i FROM generate_series(1, 100) i",
        "ANALYZE");
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir))) {
      assertThat(catalog.tables()).containsExactly(id("a"), id("b"), id("c"));
      Map<TableId, SourceTable> tables =
          catalog.describe(
              Map.of(
                  id("a"), List.of(),
                  id("b"), List.of("u"),
                  id("c"), List.of(),
                  id("nowhere"), List.of()));
      assertThat(tables).containsOnlyKeys(id("a"), id("b"), id("c"));
      SourceTable a = Objects.requireNonNull(tables.get(id("a")));
      assertThat(a.schema().columns().stream().map(Column::name)).containsExactly("x", "id", "big");
      assertThat(a.schema().keyColumns()).containsExactly("id", "x");
      assertThat(a.schema().deferrableKey()).isFalse();
      assertThat(a.toastable()).containsExactly("big");
      assertThat(a.fullBeforeImage()).isFalse();
      assertThat(a.estimatedRows()).isEqualTo(100);
      SourceTable b = Objects.requireNonNull(tables.get(id("b")));
      assertThat(b.schema().keyColumns()).containsExactly("u");
      assertThat(b.schema().deferrableKey()).isFalse();
      assertThat(b.fullBeforeImage()).isTrue();
      assertThat(Objects.requireNonNull(tables.get(id("c"))).schema().deferrableKey()).isTrue();
    }
  }

  @Test
  void knowsTheDatabaseAndItsPlaceInTheLog(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase one = new TestDatabase(server, "catalog_one");
    TestDatabase two = new TestDatabase(server, "catalog_two");
    one.execute("CREATE TABLE t (id int)");
    try (PostgresCatalog first = new PostgresCatalog(one.options(dir));
        PostgresCatalog second = new PostgresCatalog(two.options(dir))) {
      assertThat(first.identity()).endsWith("/catalog_one").isEqualTo(first.identity());
      assertThat(first.identity()).isNotEqualTo(second.identity());
      Version before = first.currentVersion();
      one.execute("INSERT INTO t VALUES (1)");
      assertThat(first.currentVersion()).isGreaterThan(before);
    }
  }

  @Test
  void findsNothingWrongWhereNothingIs(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "check_good");
    database.execute("CREATE TABLE t (id int PRIMARY KEY, m money)");
    assertThat(check(database.options(dir), needs("t", "id", "m"))).isEmpty();
  }

  @Test
  void findsAllThatIsWrongAtOnce(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "check_bad");
    // Lists of columns came with PostgreSQL 15.
    boolean lists = Integer.parseInt(database.text("SHOW server_version_num")) >= 150_000;
    database.execute(
        "CREATE TABLE keyless (a int)",
        "CREATE TABLE named (a int NOT NULL, b int PRIMARY KEY)",
        "CREATE TABLE deferred (id int PRIMARY KEY DEFERRABLE)",
        "CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY)",
        "CREATE TABLE generated (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id) STORED,"
            + " h int GENERATED ALWAYS AS (id) STORED)",
        "CREATE TABLE cases (id int PRIMARY KEY, \"A\" int, a int)",
        "CREATE VIEW v AS SELECT 1 AS id",
        "CREATE TABLE before (id int PRIMARY KEY, tenant int)",
        "CREATE TABLE part (id int PRIMARY KEY, x int)",
        "CREATE PUBLICATION pub_check_bad FOR TABLE part"
            + (lists ? " (id)" : "")
            + ", named, before, cases, generated WITH (publish = 'insert')");
    Map<TableId, TableNeeds> needs =
        Map.of(
            id("keyless"), needs(),
            id("named"), new TableNeeds(List.of(), List.of(), List.of("a")),
            id("deferred"), needs(),
            id("unlogged"), needs(),
            id("generated"), new TableNeeds(List.of("g"), List.of(), List.of()),
            id("cases"), needs(),
            id("v"), needs(),
            id("before"), new TableNeeds(List.of(), List.of("tenant"), List.of()),
            id("part"), needs(),
            id("nowhere"), needs());
    List<String> found =
        check(database.options(dir), needs).stream()
            .filter(problem -> problem.where() != null && problem.where().startsWith("public."))
            .map(problem -> problem.where() + " " + problem.code())
            .toList();
    assertThat(found)
        .contains(
            "public.keyless KEY-MISSING",
            "public.named REPLICA-IDENTITY",
            "public.deferred REPLICA-IDENTITY",
            "public.unlogged TABLE-UNLOGGED",
            "public.generated COLUMN-GENERATED",
            "public.generated COLUMN-NOT-SENT",
            "public.cases COLUMN-CASE",
            "public.v SOURCE-TABLE-KIND",
            "public.before REPLICA-IDENTITY-FULL",
            "public.nowhere SOURCE-TABLE-MISSING");
    assertThat(found.contains("public.part PUBLICATION-PARTIAL")).isEqualTo(lists);
    assertThat(codes(database.options(dir), needs))
        .contains("PUBLICATION-OPERATIONS", "PUBLICATION-INCOMPLETE");
  }

  @Test
  void aPartitionedTableIsPublishedByItsRoot(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "check_partitions");
    Map<TableId, TableNeeds> needs = Map.of(id("whole"), needs());
    database.execute(
        "CREATE TABLE whole (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE low PARTITION OF whole FOR VALUES FROM (0) TO (10)",
        "CREATE PUBLICATION pub_check_partitions FOR TABLE whole");
    assertThat(codes(database.options(dir), needs))
        .contains("PARTITIONS-UNLOGGED", "PUBLICATION-PARTITIONS");

    database.execute(
        "ALTER PUBLICATION pub_check_partitions SET (publish_via_partition_root = true)");
    assertThat(codes(database.options(dir), needs))
        .contains("PARTITIONS-UNLOGGED")
        .doesNotContain("PUBLICATION-PARTITIONS", "PUBLICATION-INCOMPLETE");
  }

  @Test
  void findsMissingRights(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "check_rights");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE TABLE hidden (id int PRIMARY KEY)",
        "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
        "CREATE ROLE plain LOGIN",
        "GRANT SELECT ON hidden TO plain");
    List<Problem> problems =
        check(database.options(dir, "plain", ""), TestDatabase.needs("t", "hidden"));
    assertThat(problems.stream().map(Problem::code).collect(Collectors.toSet()))
        .contains("REPLICATION-RIGHT", "SOURCE-PERMISSION", "ROW-SECURITY", "PUBLICATION-MISSING");
    assertThat(problems).allMatch(problem -> !problem.remedy().isEmpty());
  }

  @Test
  void findsASlotThatIsNotOurs(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "check_slot");
    database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    database.text("SELECT pg_create_logical_replication_slot('slot_check_slot', 'test_decoding')");
    assertThat(codes(database.options(dir), TestDatabase.needs("t"))).contains("SLOT-PLUGIN");
    database.text("SELECT pg_drop_replication_slot('slot_check_slot')");
  }

  @Test
  void saysWhyItCannotConnect(@TempDir Path dir, PostgresServer server) throws Exception {
    TestDatabase database = new TestDatabase(server, "check_gone");
    PostgresOptions options = database.options(dir);
    Supplier<char[]> password = options.password();
    PostgresOptions nowhere =
        new PostgresOptions(
            "localhost",
            1,
            "x",
            "u",
            password,
            options.tls(),
            "s",
            "p",
            0,
            options.limits(),
            options.spillDir(),
            Map.of());
    try (PostgresCatalog catalog = new PostgresCatalog(nowhere)) {
      assertThat(catalog.check(Map.of()).get(0).code()).isEqualTo("SOURCE-UNREACHABLE");
      assertThatThrownBy(catalog::identity)
          .isInstanceOf(LockstepException.class)
          .hasMessageContaining("localhost:1/x");
    }
  }

  private static TableNeeds needs() {
    return new TableNeeds(List.of(), List.of(), List.of());
  }

  private static Map<TableId, TableNeeds> needs(String table, String... columns) {
    return Map.of(id(table), new TableNeeds(List.of(columns), List.of(), List.of()));
  }

  private static List<Problem> check(PostgresOptions options, Map<TableId, TableNeeds> needs) {
    try (PostgresCatalog catalog = new PostgresCatalog(options)) {
      return catalog.check(needs);
    }
  }

  private static List<String> codes(PostgresOptions options, Map<TableId, TableNeeds> needs) {
    return check(options, needs).stream().map(Problem::code).toList();
  }

  private static TableId id(String name) {
    return new TableId("public", name);
  }
}
