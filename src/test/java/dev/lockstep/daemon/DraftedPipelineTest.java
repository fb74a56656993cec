package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.demo.DynamoDbLocal;
import dev.lockstep.draft.Style;
import dev.lockstep.inspect.DraftOutcome;
import dev.lockstep.inspect.DraftRequest;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.testing.servers.SourceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What init writes runs as it is: its stream ends with the items of a fresh load. */
@ExtendWith(SharedSources.class)
class DraftedPipelineTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Path SHOP =
      Path.of("src/main/resources/dev/lockstep/demo/shop-postgres.sql");
  private static final Path DRAFTS = Path.of("src/test/resources/drafts");

  private final Operations operations = new LiveOperations();

  private static DynamoDbLocal streamed;
  private static DynamoDbLocal loaded;

  @BeforeAll
  static void startTargets() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    streamed = DynamoDbLocal.start(0);
    loaded = DynamoDbLocal.start(0);
  }

  @AfterAll
  static void stopTargets() {
    streamed.close();
    loaded.close();
  }

  @AfterEach
  void emptyTargets() {
    for (DynamoDbLocal target : List.of(streamed, loaded)) {
      try (TargetItems items = new TargetItems(target.endpoint())) {
        DynamoDbClient client = items.client();
        client
            .listTables()
            .tableNames()
            .forEach(table -> client.deleteTable(delete -> delete.tableName(table)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRES, shop, SINGLE_TABLE, 180",
    "POSTGRES, shop, TABLE_PER_ENTITY, 180",
    "POSTGRES, pgbench, SINGLE_TABLE, 412",
    "POSTGRES, pgbench, TABLE_PER_ENTITY, 412",
    "POSTGRES, nasty, SINGLE_TABLE, 1200",
    "POSTGRES, nasty, TABLE_PER_ENTITY, 1200",
    "MYSQL, nasty-mysql, SINGLE_TABLE, 700",
    "MYSQL, nasty-mysql, TABLE_PER_ENTITY, 700"
  })
  void aDraftedMappingRunsUnchanged(
      Dbms dbms,
      String schema,
      Style style,
      int least,
      SharedSources.Servers servers,
      @TempDir Path folder)
      throws Exception {
    String name = (schema + "_" + style.name().toLowerCase(Locale.ROOT)).replace('-', '_');
    Source source = new Source(servers.get(dbms), name);
    source.server().createDatabase(name);
    if (schema.equals("shop")) {
      source.execute(Files.readString(SHOP));
    }
    source.execute(Files.readString(DRAFTS.resolve(schema + ".sql")));
    Path first = configuration(folder, "streamed", source, streamed);
    DraftOutcome outcome = draft(first, style, source.schema());
    assertThat(outcome.findings().firstError()).isEmpty();

    run(first, () -> source.execute(changes(schema)));
    run(configuration(folder, "loaded", source, loaded), () -> {});

    Map<String, Map<String, AttributeValue>> items = items(streamed);
    assertThat(items).hasSizeGreaterThanOrEqualTo(least).isEqualTo(items(loaded));
  }

  private record Source(SourceServer server, String database) {
    String schema() {
      return server.schema(database);
    }

    /** Statements in the server's own words. */
    void execute(String statements) throws SQLException {
      try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
          Statement statement = connection.createStatement()) {
        statement.execute(statements);
      }
    }
  }

  private static String changes(String schema) throws IOException {
    return Files.readString(DRAFTS.resolve(schema + "-changes.sql"));
  }

  private DraftOutcome draft(Path configuration, Style style, String schema) {
    return operations.draftMapping(
        configuration, new DraftRequest(style, List.of(schema), false, true));
  }

  private static Path configuration(Path folder, String name, Source source, DynamoDbLocal target)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of("pipeline: drafted", "source:"));
    source
        .server()
        .configuration(source.database(), name + "_" + source.database())
        .forEach((key, value) -> lines.add("  " + key + ": " + value));
    lines.addAll(
        List.of(
            "target:",
            "  region: us-east-1",
            "  endpoint: " + target.endpoint(),
            "  write-timeout: 30s",
            "mapping: mapping.yaml",
            "data-dir: data-" + name,
            "apply:",
            "  late-write-horizon: 1s"));
    return Files.write(folder.resolve(name + ".yaml"), lines);
  }

  private interface Work {
    void run() throws Exception;
  }

  private void run(Path configuration, Work work) throws Exception {
    operations.createTables(configuration, table -> {});
    try (PipelineControl pipeline =
        operations.start(configuration, new Metrics(), StartMode.RESUME)) {
      Awaitility.await().atMost(LIMIT).until(() -> isStreaming(pipeline));
      work.run();
      assertThat(pipeline.awaitApplied(operations.sourceVersion(configuration), LIMIT)).isTrue();
    }
  }

  private static boolean isStreaming(PipelineControl pipeline) {
    PipelineStatus status = pipeline.status();
    if (status.error() != null) {
      throw new LockstepException(status.error());
    }
    return status.phase() == Phase.STREAMING;
  }

  /** All items but tombstones, without bookkeeping, by table and key. */
  private static Map<String, Map<String, AttributeValue>> items(DynamoDbLocal target) {
    Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
    try (TargetItems reader = new TargetItems(target.endpoint())) {
      DynamoDbClient client = reader.client();
      for (String table : client.listTables().tableNames()) {
        if (!table.equals("lockstep-control")) {
          List<String> key =
              client.describeTable(d -> d.tableName(table)).table().keySchema().stream()
                  .map(element -> element.attributeName())
                  .toList();
          client
              .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
              .items()
              .forEach(item -> add(items, table, key, item));
        }
      }
    }
    return items;
  }

  private static void add(
      Map<String, Map<String, AttributeValue>> items,
      String table,
      List<String> key,
      Map<String, AttributeValue> item) {
    if (!item.containsKey("_deleted")) {
      Map<String, AttributeValue> plain = new HashMap<>(item);
      plain.remove("_v");
      plain.remove("_ts");
      items.put(table + key.stream().map(plain::get).toList(), plain);
    }
  }
}
