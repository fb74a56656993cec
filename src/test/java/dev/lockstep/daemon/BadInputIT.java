package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.PostgresRules;
import dev.lockstep.testing.servers.SharedSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Whatever is wrong: the message says what, where and what to do, and the exit code says whose. On
 * each database where it is the one that finds it.
 */
@ExtendWith(SharedSources.class)
class BadInputIT {
  private static final int FINDINGS = 1;
  private static final int CONFIGURATION = 2;
  private static final int SOURCE = 3;
  private static final int TARGET = 4;
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String SECRET = "s3cr3t-never-shown";

  private static final Map<Dbms, World> WORLDS = new EnumMap<>(Dbms.class);

  @TempDir static Path shared;

  @TempDir Path dir;
  private Path output;
  private World world;

  @BeforeAll
  static void makeWorlds(SharedSources.Servers servers) throws Exception {
    for (Dbms dbms : Dbms.values()) {
      World made = World.over(servers.get(dbms), "bank", shared.resolve(dbms.name()));
      WORLDS.put(dbms, made);
      Bank.create(made.jdbcUrl(), "DEFAULT");
      made.execute("INSERT INTO accounts VALUES (1, 'ann', 10, null, null)");
    }
    World loaded = in(Dbms.POSTGRES);
    String config = loaded.configure(Bank.MAPPING).toString();
    assertThat(DaemonProcess.run(loaded.log(), "tables", "--config", config)).isZero();
  }

  private static World in(Dbms dbms) {
    return Objects.requireNonNull(WORLDS.get(dbms));
  }

  @AfterAll
  static void closeWorlds() {
    WORLDS.values().forEach(World::close);
  }

  @BeforeEach
  void nameTheOutput() {
    output = dir.resolve("output.log");
    world = in(Dbms.POSTGRES);
  }

  @Test
  void unreadable_yaml_names_the_line() throws Exception {
    Path config = Files.writeString(dir.resolve("lockstep.yaml"), "pipeline: bank\n  source: [\n");
    expect(CONFIGURATION, "check", config, "lockstep.yaml:2");
  }

  @Test
  void an_unknown_key_is_met_with_the_nearest_one() throws Exception {
    Path config = changed("slot: lockstep_bank", "slott: lockstep_bank");
    expect(CONFIGURATION, "check", config, "slott", "slot", "lockstep.yaml:");
  }

  @Test
  void a_missing_environment_variable_is_named() throws Exception {
    Path config = changed("password: unused", "password: ${env:NO_SUCH_VARIABLE}");
    expect(CONFIGURATION, "run", config, "NO_SUCH_VARIABLE");
  }

  @Test
  void a_missing_file_is_named() throws Exception {
    Path config = changed("mapping: mapping.yaml", "mapping: elsewhere.yaml");
    expect(CONFIGURATION, "run", config, "elsewhere.yaml");
  }

  @ParameterizedTest
  @EnumSource(Dbms.class)
  void an_unreachable_source_is_named(Dbms dbms) throws Exception {
    world = in(dbms);
    String port = world.source().configuration("bank", "any").get("port");
    Path config = changed("port: " + port, "port: 1");
    expect(SOURCE, "run", config, ":1", "SOURCE-UNREACHABLE");
  }

  @ParameterizedTest
  @EnumSource(Dbms.class)
  void an_unknown_database_is_named(Dbms dbms) throws Exception {
    world = in(dbms);
    Path config = changed("database: bank", "database: bonk");
    expect(SOURCE, "run", config, "bonk");
  }

  @ParameterizedTest
  @CsvSource({"POSTGRES, user: postgres", "MYSQL, user: root"})
  void a_wrong_password_is_not_shown(Dbms dbms, String superuser) throws Exception {
    world = in(dbms);
    if (dbms == Dbms.POSTGRES) {
      world.execute(
          "CREATE ROLE carl LOGIN PASSWORD 'right' REPLICATION",
          PostgresRules.before("host all carl all scram-sha-256"),
          "SELECT pg_reload_conf()");
    } else {
      world.execute("CREATE USER carl IDENTIFIED BY 'right'");
    }
    Path config = changed(superuser, "user: carl\n  password: " + SECRET);
    Files.writeString(config, Files.readString(config).replace("  password: unused\n", ""));
    String printed = expect(SOURCE, "run", config, "carl", "password");
    assertThat(printed).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRES, user: postgres, CREATE ROLE dora LOGIN REPLICATION, public.accounts",
    "MYSQL, user: root, CREATE USER dora, ON `bank`.*"
  })
  void a_missing_privilege_is_named(Dbms dbms, String superuser, String create, String table)
      throws Exception {
    world = in(dbms);
    world.execute(create);
    Path config = changed(superuser, "user: dora");
    expect(FINDINGS, "check", config, table, "GRANT");
  }

  @Test
  void an_unreachable_target_is_named() throws Exception {
    Path config = changed("endpoint: " + world.endpoint(), "endpoint: http://127.0.0.1:1");
    expect(TARGET, "run", config, "127.0.0.1:1");
  }

  @Test
  void a_missing_region_is_asked_for() throws Exception {
    Path config = changed("endpoint: " + world.endpoint(), "control-table: lockstep-control");
    Files.writeString(
        config, Files.readString(config).replace("region: us-east-1", "exclusive: false"));
    expect(CONFIGURATION, "check", config, "region");
  }

  @Test
  void a_missing_table_is_to_be_made_by_tables() throws Exception {
    Path config =
        withMapping(
            Bank.MAPPING
                .replace("bank:\n    partition-key", "banc:\n    partition-key")
                .replace("table: bank", "table: banc"));
    expect(TARGET, "run", config, "banc", "lockstep tables");
  }

  @Test
  void a_key_schema_that_differs_is_shown_with_both_sides() throws Exception {
    world
        .items()
        .client()
        .createTable(
            table ->
                table
                    .tableName("other")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("id")
                            .attributeType(ScalarAttributeType.N)
                            .build())
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("id")
                            .keyType(KeyType.HASH)
                            .build()));
    Path config =
        withMapping(
            Bank.MAPPING
                .replace("bank:\n    partition-key", "other:\n    partition-key")
                .replace("table: bank", "table: other"));
    expect(TARGET, "run", config, "other", "pk", "id");
  }

  @Test
  void an_unknown_column_is_met_with_the_nearest_one() throws Exception {
    Path config = withMapping(Bank.MAPPING.replace("{account_id|pad:4}", "{acount_id|pad:4}"));
    expect(FINDINGS, "check", config, "acount_id", "account_id", "mapping.yaml:");
  }

  @Test
  void a_table_without_a_primary_key_needs_an_identity() throws Exception {
    world.execute("CREATE TABLE keyless (a int, b text)");
    Path config =
        withMapping(
            """
            tables:
              bank: { partition-key: pk, sort-key: sk }
            items:
              k:
                table: bank
                from: public.keyless
                key: { pk: "K#{a}", sk: K }
            """);
    expect(FINDINGS, "check", config, "public.keyless", "identity");
  }

  @Test
  void a_data_directory_that_cannot_be_written_is_named() throws Exception {
    Path file = Files.writeString(dir.resolve("occupied"), "a file, no directory");
    Path config = changed("data-dir: data", "data-dir: " + file);
    expect(CONFIGURATION, "run", config, "occupied");
  }

  @Test
  void a_second_pipeline_cannot_write_to_the_same_tables() throws Exception {
    try (DaemonProcess first = running(configured())) {
      awaitStreaming();
      assertThat(first.terminate()).isZero();
    }
    Path config = changed("pipeline: bank", "pipeline: rival");
    expect(TARGET, "run", config, "rival", "bank");
  }

  @Test
  void a_lease_held_by_another_daemon_names_its_owner() throws Exception {
    try (DaemonProcess first = running(configured())) {
      awaitStreaming();
      Path config = changed("data-dir: data", "data-dir: elsewhere");
      Files.writeString(
          config,
          Files.readString(config)
              .replace("127.0.0.1:" + world.adminPort(), "127.0.0.1:0")
              .replace("lease:\n", "lease:\n  stand-by: false\n"));
      String printed = expect(CONFIGURATION, "run", config, "LEASE-HELD");
      assertThat(printed).contains(Long.toString(first.pid()));
      assertThat(first.terminate()).isZero();
    }
  }

  @Test
  void a_row_that_makes_no_item_halts_and_is_not_lost() throws Exception {
    String mapping =
        """
        tables:
          names: { partition-key: pk }
        items:
          n:
            table: names
            from: public.names
            key: { pk: "{name}" }
        """;
    world.execute(
        "CREATE TABLE names (name text PRIMARY KEY, x int)",
        "ALTER TABLE names REPLICA IDENTITY FULL");
    Path config = withMapping(mapping);
    Files.writeString(
        config,
        Files.readString(config)
            .replace("pipeline: bank", "pipeline: names")
            .replace("lockstep_bank", "lockstep_names"));
    assertThat(DaemonProcess.run(output, "tables", "--config", config.toString())).isZero();
    try (DaemonProcess daemon = running(config)) {
      awaitStreaming();
      world.execute(
          "INSERT INTO names VALUES ('', 1)", "UPDATE names SET name = 'fixed' WHERE name = ''");
      assertThat(daemon.awaitExit(LIMIT)).isEqualTo(FINDINGS);
      assertThat(daemon.printed()).contains("public.names").contains("pk");
    }
    expect(FINDINGS, "run", config, "KEY-EMPTY");
    Files.writeString(config.resolveSibling("mapping.yaml"), mapping + "    where: name != ''\n");
    try (DaemonProcess daemon = running(config)) {
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(world.items().read(Map.of("names", List.of("pk"))))
                      .containsOnlyKeys("names/fixed"));
      assertThat(daemon.terminate()).isZero();
    }
  }

  private void awaitStreaming() {
    await("streaming")
        .atMost(LIMIT)
        .until(() -> DaemonProcess.get(world.adminPort(), "/status").contains("\"streaming\""));
  }

  private DaemonProcess running(Path config) {
    return DaemonProcess.start(output, Map.of(), List.of("run", "--config", config.toString()));
  }

  private Path configured() throws IOException {
    return withMapping(Bank.MAPPING);
  }

  private Path withMapping(String mapping) throws IOException {
    Path config = world.configure(mapping);
    Path written = config.resolveSibling("mapping.yaml");
    Files.copy(written, dir.resolve("mapping.yaml"), StandardCopyOption.REPLACE_EXISTING);
    return Files.copy(config, dir.resolve("lockstep.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path changed(String line, String replacement) throws IOException {
    Path config = configured();
    String yaml = Files.readString(config);
    assertThat(yaml).contains(line);
    return Files.writeString(config, yaml.replace(line, replacement));
  }

  private String expect(int exitCode, String command, Path config, String... words)
      throws InterruptedException {
    int exit = DaemonProcess.run(output, command, "--config", config.toString());
    String printed;
    try {
      printed = Files.readString(output);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(printed).contains(words);
    assertThat(printed).as("no stack trace for bad input").doesNotContain("\tat dev.lockstep");
    assertThat(exit).as(printed).isEqualTo(exitCode);
    return printed;
  }
}
