package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A pipeline that keeps rows, and whatever may become of its data directory: it goes on, loads
 * again, or refuses with the remedy; it never goes on with the wrong rows. What the data directory
 * has of the source itself, MySQL's history of shapes, makes a difference only where it is lost.
 */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedSources.class)
@SuppressWarnings("NullAway.Init")
class KeptRowsIT {
  private static final int CONFIGURATION = 2;

  /** A DynamoDB Local takes some hundred writes a second. */
  private static final int ORDERS = 300;

  /**
   * Kills are not what most of these tests are about, and a busy machine makes a short one flap.
   */
  private static final String LEASE = "lease.duration=10s";

  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path dir;
  private final SharedSources.Servers servers;
  private final Orders scene = new Orders("DEFAULT");
  private String database;
  private World world;
  private String config;

  KeptRowsIT(SharedSources.Servers servers) {
    this.servers = servers;
  }

  @BeforeEach
  void name(TestInfo test) {
    String method = test.getTestMethod().orElseThrow().getName();
    database = "kept" + Integer.toUnsignedString(method.hashCode());
  }

  private void begin(Dbms dbms) throws Exception {
    world = World.over(servers.get(dbms), database, dir);
    scene.create(world.jdbcUrl());
    Orders.fill(world.jdbcUrl(), ORDERS);
    config = world.configure(scene.mapping(), LEASE).toString();
    world.createTables();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(Dbms.class)
  void a_lost_data_dir_is_loaded_again_and_only_what_differs_is_written(Dbms dbms)
      throws Exception {
    begin(dbms);
    runUntilEqual();
    delete(dir.resolve("data"));
    Map<String, Map<String, Object>> before = scene.expected(world.jdbcUrl());
    change(30, 1);
    int changed = KillIT.differences(scene.expected(world.jdbcUrl()), before).size();

    try (DaemonProcess daemon = run()) {
      KillIT.awaitEqual(world, scene);
      awaitPhase("streaming");
      assertThat(daemon.printed()).contains("ROW-STORE-MISSING");
      assertThat(status().at("/counters/writes").asLong()).isBetween(1L, (long) changed);
      assertThat(status().at("/load/items/0/built").asLong()).isGreaterThanOrEqualTo(ORDERS);
      assertThat(status().at("/rowStore/rows").asLong()).isGreaterThan(4 * ORDERS);
      assertThat(daemon.terminate()).isZero();
    }
    change(30, 2);
    runUntilEqual();
  }

  @ParameterizedTest
  @EnumSource(Dbms.class)
  void an_older_copy_of_the_data_dir_is_refused_until_a_reload(Dbms dbms) throws Exception {
    begin(dbms);
    runUntilEqual();
    Path copy = dir.resolve("copy");
    copy(dir.resolve("data"), copy);
    change(30, 3);
    runUntilEqual();

    delete(dir.resolve("data"));
    copy(copy, dir.resolve("data"));
    expectRefusal("ROW-STORE-BEHIND", "--reload");

    change(30, 4);
    try (DaemonProcess daemon = run("--reload")) {
      KillIT.awaitEqual(world, scene);
      awaitPhase("streaming");
      assertThat(daemon.terminate()).isZero();
    }
  }

  @Test
  void the_data_dir_of_another_pipeline_is_refused() throws Exception {
    begin(Dbms.POSTGRES);
    runUntilEqual();
    String other = Files.readString(world.config()).replace("pipeline: bank", "pipeline: other");
    Files.writeString(world.config(), other);
    Path mapping = dir.resolve("mapping.yaml");
    Files.writeString(
        mapping,
        scene.mapping().replace("  shop:\n", "  other:\n").replace("table: shop", "table: other"));
    world.createTables();

    expectRefusal("ROW-STORE-FOREIGN", "data-dir");
  }

  @Test
  void another_mapping_is_taken_up_and_given_up_again_whenever_it_is_killed() throws Exception {
    begin(Dbms.POSTGRES);
    runUntilEqual();
    Path mapping = dir.resolve("mapping.yaml");
    String other =
        scene.mapping().replace("columns: [quantity]", "columns: []").replace("PRODUCT#", "P#");
    for (int kill = 0; kill < 3; kill++) {
      Files.writeString(mapping, kill == 1 ? scene.mapping() : other);
      try (DaemonProcess daemon = run()) {
        awaitPhase("streaming");
        daemon.kill();
      }
    }

    Files.writeString(mapping, scene.mapping());
    runUntilEqual();
  }

  @Test
  void a_reload_writes_what_differs_and_deletes_what_the_source_does_not_have() throws Exception {
    begin(Dbms.POSTGRES);
    runUntilEqual();
    putOrphan("PRODUCT#9999");
    damage("PRODUCT#1");
    remove("PRODUCT#2");

    try (DaemonProcess daemon = run("--reload")) {
      awaitPhase("streaming");
      assertThat(KillIT.differences(world, scene)).isEmpty();
      assertThat(status().at("/counters/writes").asLong()).isEqualTo(3);
      assertThat(daemon.terminate()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Dbms.class)
  void a_load_that_was_killed_begins_again(Dbms dbms) throws Exception {
    begin(dbms);
    Orders.fillOrders(world.jdbcUrl(), 20_000, 1_000);
    for (int kill = 0; kill < 2; kill++) {
      try (DaemonProcess daemon = run()) {
        await("rows are loaded")
            .atMost(SOON)
            .until(() -> status().at("/rowStore/rows").asLong() > 500);
        assertThat(status().path("phase").asText()).isEqualTo("loading");
        daemon.kill();
      }
    }
    runUntilEqual();
  }

  @Test
  void a_change_that_many_items_show_is_spread_over_them_and_told_of() throws Exception {
    begin(Dbms.POSTGRES);
    String[] slow = {
      LEASE, "apply.max-slice-items=10", "apply.max-writes=20", "apply.write-units-per-second=150"
    };
    config = world.configure(scene.mapping(), slow).toString();
    try (DaemonProcess daemon = run()) {
      KillIT.awaitEqual(world, scene);
      world.execute("UPDATE categories SET name = name || ' of old'");
      world.execute("UPDATE orders SET status = 'paid' WHERE id = 1001");
      await("the change is told of")
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> status().at("/fanOut/items").asLong() > 50);
      KillIT.awaitEqual(world, scene);
      await("it is over").atMost(SOON).until(() -> status().at("/fanOut").isNull());
      assertThat(daemon.terminate()).isZero();
    }
  }

  private DaemonProcess run(String... options) {
    List<String> arguments =
        Stream.concat(Stream.of("run", "--config", config), Stream.of(options)).toList();
    return DaemonProcess.start(world.log(), Map.of(), arguments);
  }

  private void runUntilEqual() throws Exception {
    try (DaemonProcess daemon = run()) {
      awaitPhase("streaming");
      KillIT.awaitEqual(world, scene);
      assertThat(daemon.terminate()).isZero();
    }
  }

  private void expectRefusal(String... texts) throws Exception {
    Path output = dir.resolve("refusal-" + texts[0] + ".log");
    assertThat(DaemonProcess.run(output, "run", "--config", config)).isEqualTo(CONFIGURATION);
    assertThat(Files.readString(output)).contains(texts);
  }

  private void change(int transactions, long seed) throws Exception {
    Random random = new Random(seed);
    try (Connection connection = DriverManager.getConnection(world.jdbcUrl())) {
      for (int i = 0; i < transactions; i++) {
        Workload.attempt(connection, () -> scene.change(connection, random));
      }
    }
  }

  private void awaitPhase(String phase) {
    await("phase " + phase)
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(status().path("phase").asText())
                    .as("phase; the log:\n%s", world.lastOfLog())
                    .isEqualTo(phase));
  }

  private JsonNode status() {
    try {
      return new ObjectMapper().readTree(DaemonProcess.get(world.adminPort(), "/status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void putOrphan(String partition) {
    world
        .items()
        .client()
        .putItem(
            put ->
                put.tableName("shop")
                    .item(Map.of("pk", text(partition), "sk", text("DETAILS"), "_v", number("1"))));
  }

  private void damage(String partition) {
    world
        .items()
        .client()
        .updateItem(
            update ->
                update
                    .tableName("shop")
                    .key(Map.of("pk", text(partition), "sk", text("DETAILS")))
                    .updateExpression("SET damaged = :d")
                    .expressionAttributeValues(Map.of(":d", text("by hand"))));
  }

  private void remove(String partition) {
    world
        .items()
        .client()
        .deleteItem(
            delete ->
                delete.tableName("shop").key(Map.of("pk", text(partition), "sk", text("DETAILS"))));
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue number(String digits) {
    return AttributeValue.fromN(digits);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
