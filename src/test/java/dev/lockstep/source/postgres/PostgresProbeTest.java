package dev.lockstep.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.ProbedDatabase;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.SourceProbeContract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedServer.class)
@ResourceLock(SharedServer.LOCK)
class PostgresProbeTest extends SourceProbeContract {
  private final PostgresServer server;

  PostgresProbeTest(PostgresServer server) {
    this.server = server;
  }

  @Override
  protected ProbedDatabase database(String name, Path dir) throws SQLException {
    return new ProbedPostgres(server, name, dir);
  }

  @Override
  protected String[] kinds() {
    return new String[] {
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
          + " (4, 0, 0, '12345-01-01', '12345-01-01 00:00', '12345-01-01 00:00+00')"
    };
  }

  @Test
  void aTableThatWasNeverAnalysedAndItsPartitionsCanBeSampled(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_parts", dir);
    database.execute(
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100)",
        "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200)",
        "INSERT INTO p SELECT generate_series(0, 199)");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      assertThat(probe.sample(schema(catalog, database.table("p")), 500)).hasSize(200);
      assertThat(probe.sample(schema(catalog, database.table("p")), 50)).hasSize(50);
    }
  }

  @Test
  void textsAreReadAsTheServerReadsThem(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_uuid", dir);
    database.execute(
        "CREATE TABLE t (u uuid PRIMARY KEY)",
        "INSERT INTO t VALUES ('c0ffee00-0000-4000-8000-000000000001')");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      TableSchema schema = schema(catalog, database.table("t"));
      assertThat(probe.find(schema, Map.of("u", "C0FFEE00000040008000000000000001"), 2)).hasSize(1);
    }
  }

  @Test
  void countsWhatIsChangedInPartitions(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_activity_parts", dir);
    database.execute(
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100)");
    TableId table = database.table("p");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      assertThat(probe.activity(List.of(table)).sinceMicros()).as("never reset").isNull();
      database.execute("INSERT INTO p VALUES (1)");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> probe.activity(List.of(table)).of(table).inserts() == 1);
    }
  }

  @Test
  void whatDoesNotHelpASearchIsNoIndex(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("probe_indexes", dir);
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, c int, d int, e int)",
        "CREATE INDEX ON t (c) WHERE d > 0",
        "CREATE INDEX ON t (abs(d))",
        "CREATE INDEX ON t USING hash (e)");
    TableId table = database.table("t");
    try (SourceCatalog catalog = database.catalog();
        SourceProbe probe = catalog.probe(PATIENCE)) {
      assertThat(probe.missingIndex(table, List.of("e"))).isEmpty();
      assertThat(probe.missingIndex(table, List.of("d"))).isPresent();
      assertThat(probe.missingIndex(table, List.of("c")))
          .contains("CREATE INDEX CONCURRENTLY ON \"public\".\"t\" (\"c\")");
    }
  }
}
