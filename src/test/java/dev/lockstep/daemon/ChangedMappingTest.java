package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.daemon.MappingDiff.Action;
import dev.lockstep.daemon.MappingDiff.Kind;
import dev.lockstep.daemon.MappingDiff.TypeChange;
import dev.lockstep.demo.DynamoDbLocal;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.source.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A pipeline that starts with another mapping ends with the items of a load with that mapping, and
 * leaves alone the items of the types that have not changed.
 */
@ExtendWith(SharedServer.class)
class ChangedMappingTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String TABLES =
      """
      tables:
        shop: { partition-key: pk, sort-key: sk }
      items:
      """;
  private static final String PRODUCT =
      """
        product:
          table: shop
          from: public.products
          key: { pk: "PRODUCT#{id}", sk: DETAILS }
      """;
  private static final String PRODUCT_OF_ANOTHER_KEY =
      PRODUCT.replace("PRODUCT#{id}", "ARTICLE#{id}");
  private static final String PRODUCT_OF_A_KIND =
      PRODUCT + "    attributes: { kind: { value: product } }\n";
  private static final String CUSTOMER =
      """
        customer:
          table: shop
          from: public.customers
          key: { pk: "CUSTOMER#{id}", sk: PROFILE }
          embed:
            orders: { from: public.orders, by: customer_id, as: list, order-by: id }
      """;
  private static final String CUSTOMER_OF_A_KIND =
      CUSTOMER + "    attributes: { kind: { value: customer } }\n";
  private static final String CUSTOMER_WITH_LINES =
      """
        customer:
          table: shop
          from: public.customers
          key: { pk: "CUSTOMER#{id}", sk: PROFILE }
          embed:
            orders:
              from: public.orders
              by: customer_id
              as: list
              order-by: id
              embed:
                lines: { from: public.lines, by: order_id, as: list, order-by: line_no }
      """;

  @TempDir Path folder;
  private final Operations operations = new LiveOperations();
  private final DynamoDbLocal target = DynamoDbLocal.start(0);
  private final TargetItems reader = new TargetItems(target.endpoint());
  private TestDatabase database;
  private PostgresServer postgres;

  @BeforeAll
  static void useNobodysCredentials() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  @BeforeEach
  void fill(PostgresServer server, TestInfo test) throws Exception {
    postgres = server;
    String name = "remap" + Integer.toUnsignedString(test.getDisplayName().hashCode());
    database = new TestDatabase(server, name);
    database.execute(
        """
        CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);
        CREATE TABLE orders (id int PRIMARY KEY, customer_id int, status text NOT NULL, note text);
        CREATE TABLE lines (order_id int, line_no int, quantity int, PRIMARY KEY (order_id, line_no));
        CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL, price numeric);
        INSERT INTO customers SELECT i, 'customer ' || i FROM generate_series(1, 50) i;
        INSERT INTO orders SELECT i, i % 50 + 1, 'open', repeat('n', 3000)
          FROM generate_series(1, 200) i;
        INSERT INTO lines SELECT i, j, j FROM generate_series(1, 200) i, generate_series(1, 3) j;
        INSERT INTO products SELECT i, 'product ' || i, i FROM generate_series(1, 50) i;
        """);
  }

  @AfterEach
  void stop() throws Exception {
    database.execute(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
            + " WHERE database = current_database()");
    reader.close();
    target.close();
  }

  @Test
  void anAttributeOfOneTypeLeavesTheItemsOfTheOtherAsTheyAre() throws Exception {
    run(CUSTOMER + PRODUCT, () -> {});
    Map<String, AttributeValue> before = versions();

    run(CUSTOMER_OF_A_KIND + PRODUCT, () -> {});
    Map<String, AttributeValue> between = versions();
    run(CUSTOMER_OF_A_KIND + PRODUCT_OF_A_KIND, () -> {});

    assertSame(before, between, "PRODUCT#");
    assertOther(before, between, "CUSTOMER#");
    assertSame(between, versions(), "CUSTOMER#");
    assertOther(between, versions(), "PRODUCT#");
    assertItemsAreThoseOfALoadOf(CUSTOMER_OF_A_KIND + PRODUCT_OF_A_KIND);
  }

  @Test
  void aTableThatWasNotReadBeforeIsReadAndFollowed() throws Exception {
    run(CUSTOMER + PRODUCT, () -> {});
    Map<String, AttributeValue> before = versions();
    change("UPDATE lines SET quantity = 7 WHERE order_id = 3 AND line_no = 1");
    change("DELETE FROM lines WHERE order_id = 4");
    change("UPDATE orders SET id = 1000 WHERE id = 5");

    assertThat(diff(CUSTOMER_WITH_LINES + PRODUCT).types())
        .containsExactly(
            new TypeChange(
                "customer", Kind.CHANGED, Action.READ_AND_REBUILD, List.of("public.lines")),
            new TypeChange("product", Kind.UNCHANGED, Action.NONE, List.of()));
    run(
        CUSTOMER_WITH_LINES + PRODUCT,
        () -> {
          change("INSERT INTO lines VALUES (6, 9, 9)");
          change("UPDATE lines SET order_id = 8, line_no = 8 WHERE order_id = 7 AND line_no = 2");
        });

    assertSame(before, versions(), "PRODUCT#");
    assertItemsAreThoseOfALoadOf(CUSTOMER_WITH_LINES + PRODUCT);
  }

  @Test
  void itemsUnderAnEarlierKeyAndOfARemovedTypeAreDeleted() throws Exception {
    run(CUSTOMER + PRODUCT, () -> {});

    run(CUSTOMER + PRODUCT_OF_ANOTHER_KEY, () -> {});
    assertItemsAreThoseOfALoadOf(CUSTOMER + PRODUCT_OF_ANOTHER_KEY);
    Map<String, AttributeValue> before = versions();

    assertThat(diff(PRODUCT_OF_ANOTHER_KEY).types())
        .contains(new TypeChange("customer", Kind.REMOVED, Action.DELETE, List.of()));
    run(PRODUCT_OF_ANOTHER_KEY, () -> {});

    assertSame(before, versions(), "ARTICLE#");
    assertItemsAreThoseOfALoadOf(PRODUCT_OF_ANOTHER_KEY);
  }

  @Test
  void aPipelineThatKeptNoRowsBeginsToKeepThem() throws Exception {
    run(PRODUCT, () -> {});
    Map<String, AttributeValue> before = versions();

    run(
        CUSTOMER_WITH_LINES + PRODUCT,
        () -> change("UPDATE orders SET customer_id = 2 WHERE id = 9"));

    assertSame(before, versions(), "PRODUCT#");
    assertItemsAreThoseOfALoadOf(CUSTOMER_WITH_LINES + PRODUCT);
  }

  @Test
  void changesGoOnMeanwhile() throws Exception {
    run(CUSTOMER + PRODUCT, () -> {});
    AtomicBoolean enough = new AtomicBoolean();
    Thread writer = new Thread(() -> changeUntil(enough), "writer");
    writer.start();
    try {
      run(
          CUSTOMER_WITH_LINES + PRODUCT_OF_A_KIND,
          () -> {
            enough.set(true);
            writer.join();
          });
    } finally {
      enough.set(true);
      writer.join();
    }
    assertItemsAreThoseOfALoadOf(CUSTOMER_WITH_LINES + PRODUCT_OF_A_KIND);
  }

  @Test
  void whatBreaksOffIsDoneAgain() throws Exception {
    run(CUSTOMER + PRODUCT, () -> {});
    String changed = CUSTOMER_WITH_LINES + PRODUCT_OF_ANOTHER_KEY;
    change("UPDATE orders SET status = 'paid' WHERE id < 20");
    for (int attempt = 0; attempt < 3; attempt++) {
      try (PipelineControl pipeline = startSlowly(changed)) {
        Awaitility.await().atMost(LIMIT).until(() -> status(pipeline).phase() != Phase.STARTING);
      }
      change("UPDATE lines SET quantity = quantity + 1 WHERE order_id < 30");
    }
    assertThat(diff(changed).needsNothing()).isFalse();

    run(changed, () -> {});

    assertThat(diff(changed).needsNothing()).isTrue();
    assertItemsAreThoseOfALoadOf(changed);
  }

  @Test
  void aChangeThatLeavesOrphansInDoubtIsRefused() throws Exception {
    String vague = PRODUCT.replace("\"PRODUCT#{id}\"", "\"{name}\"").replace("DETAILS", "PROFILE");
    run(CUSTOMER + vague, () -> {});
    String changed = CUSTOMER + PRODUCT;

    assertThat(diff(changed).reload()).isNotEmpty();
    assertThatThrownBy(() -> run(changed, () -> {}))
        .hasMessageContaining("MAPPING-CHANGED")
        .hasMessageContaining("run --reload");
  }

  private void changeUntil(AtomicBoolean enough) {
    for (int i = 0; !enough.get(); i++) {
      int order = i % 200 + 1;
      change(
          "UPDATE orders SET customer_id = 50 - customer_id WHERE id = " + order,
          "UPDATE lines SET quantity = quantity + 1 WHERE order_id = " + order,
          "DELETE FROM lines WHERE line_no = 3 AND order_id = " + order,
          "UPDATE products SET id = id + 1000 WHERE id = " + (i % 50 + 1),
          "INSERT INTO products VALUES ("
              + (i % 50 + 1)
              + ", 'again', "
              + i
              + ")"
              + " ON CONFLICT (id) DO NOTHING",
          "DELETE FROM products WHERE id > 1000");
    }
  }

  private void change(String... statements) {
    try {
      for (String statement : statements) {
        database.execute(statement);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private MappingDiff diff(String items) throws IOException {
    return operations.mappingDiff(configuration("remapped", target, items));
  }

  /** So slowly that it is not done when it is stopped. */
  private PipelineControl startSlowly(String items) throws Exception {
    Path configuration = configuration("remapped", target, items);
    Files.writeString(
        configuration,
        "  write-units-per-second: 5\nshutdown-timeout: 1s\n",
        StandardOpenOption.APPEND);
    return operations.start(configuration, new Metrics(), StartMode.RESUME);
  }

  private void run(String items, Work work) throws Exception {
    run(configuration("remapped", target, items), work);
  }

  private void run(Path configuration, Work work) throws Exception {
    operations.createTables(configuration, table -> {});
    try (PipelineControl pipeline =
        operations.start(configuration, new Metrics(), StartMode.RESUME)) {
      Awaitility.await().atMost(LIMIT).until(() -> status(pipeline).phase() == Phase.STREAMING);
      work.run();
      assertThat(pipeline.awaitApplied(operations.sourceVersion(configuration), LIMIT)).isTrue();
      // Only a checkpoint behind it ends a rebuild, and that waits for tombstones.
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> operations.mappingDiff(configuration).needsNothing());
    }
  }

  private static PipelineStatus status(PipelineControl pipeline) {
    PipelineStatus status = pipeline.status();
    if (status.error() != null) {
      throw new LockstepException(status.error());
    }
    return status;
  }

  private Path configuration(String name, DynamoDbLocal to, String items) throws IOException {
    Files.writeString(folder.resolve(name + "-mapping.yaml"), TABLES + items);
    return Files.write(
        folder.resolve(name + ".yaml"),
        List.of(
            "pipeline: remapped",
            "source:",
            "  kind: postgres",
            "  host: localhost",
            "  port: " + postgres.port(),
            "  database: " + database.name(),
            "  user: " + postgres.superuser(),
            "  password: unused",
            "  heartbeat-interval: 1s",
            "  slot: " + name + "_" + database.name(),
            "  publication: " + name,
            "target:",
            "  region: us-east-1",
            "  endpoint: " + to.endpoint(),
            "  write-timeout: 30s",
            "mapping: " + name + "-mapping.yaml",
            "data-dir: data-" + name,
            "checkpoint: { interval: 1s }",
            "apply:",
            "  late-write-horizon: 1s"));
  }

  private void assertItemsAreThoseOfALoadOf(String items) throws Exception {
    try (DynamoDbLocal fresh = DynamoDbLocal.start(0);
        TargetItems loaded = new TargetItems(fresh.endpoint())) {
      run(configuration("loaded", fresh, items), () -> {});
      assertThat(plain(reader)).isNotEmpty().isEqualTo(plain(loaded));
    }
  }

  private static Map<String, Map<String, AttributeValue>> plain(TargetItems items) {
    Map<String, Map<String, AttributeValue>> all = stored(items);
    all.values().forEach(item -> item.keySet().removeAll(List.of("_v", "_ts")));
    return all;
  }

  private Map<String, AttributeValue> versions() {
    Map<String, AttributeValue> versions = new TreeMap<>();
    stored(reader).forEach((key, item) -> versions.put(key, item.get("_v")));
    return versions;
  }

  private static Map<String, Map<String, AttributeValue>> stored(TargetItems items) {
    Map<String, Map<String, AttributeValue>> all = new TreeMap<>();
    items
        .client()
        .scanPaginator(scan -> scan.tableName("shop").consistentRead(true))
        .items()
        .stream()
        .filter(item -> !item.containsKey("_deleted"))
        .forEach(item -> all.put(text(item, "pk") + "/" + text(item, "sk"), new HashMap<>(item)));
    return all;
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name)).s();
  }

  private static Map<String, AttributeValue> of(Map<String, AttributeValue> all, String prefix) {
    Map<String, AttributeValue> some = new TreeMap<>(all);
    some.keySet().removeIf(key -> !key.startsWith(prefix));
    return some;
  }

  private static void assertSame(
      Map<String, AttributeValue> before, Map<String, AttributeValue> after, String prefix) {
    assertThat(of(after, prefix)).isNotEmpty().isEqualTo(of(before, prefix));
  }

  private static void assertOther(
      Map<String, AttributeValue> before, Map<String, AttributeValue> after, String prefix) {
    assertThat(of(after, prefix)).isNotEmpty();
    of(after, prefix).forEach((key, version) -> assertThat(version).isNotEqualTo(before.get(key)));
  }
}
