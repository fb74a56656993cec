package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.config.Config;
import dev.lockstep.config.ConfigLoader;
import dev.lockstep.demo.DynamoDbLocal;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.flow.MappingDiff;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.testing.servers.SourceServer;
import dev.lockstep.wiring.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A pipeline over a small shop that is started with one mapping after another. */
final class RemappedPipeline implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String TABLES =
      """
      tables:
        shop: { partition-key: pk, sort-key: sk }
      items:
      """;
  static final String PRODUCT =
      """
        product:
          table: shop
          from: public.products
          key: { pk: "PRODUCT#{id}", sk: DETAILS }
      """;
  static final String PRODUCT_OF_ANOTHER_KEY = PRODUCT.replace("PRODUCT#{id}", "ARTICLE#{id}");
  static final String PRODUCT_OF_A_KIND =
      PRODUCT + "    attributes: { kind: { value: product } }\n";
  static final String CUSTOMER =
      """
        customer:
          table: shop
          from: public.customers
          key: { pk: "CUSTOMER#{id}", sk: PROFILE }
          embed:
            orders: { from: public.orders, by: customer_id, as: list, order-by: id }
      """;
  static final String CUSTOMER_OF_A_KIND =
      CUSTOMER + "    attributes: { kind: { value: customer } }\n";
  static final String CUSTOMER_WITH_LINES =
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

  private static final String SOURCE =
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
      """;

  private final Path folder;
  private final SourceServer source;
  private final String database;
  private final Operations operations = new LiveOperations();
  private final DynamoDbLocal target = DynamoDbLocal.start(0);
  private final TargetItems reader = new TargetItems(target.endpoint());

  /**
   * @param folder for configuration, mapping and data
   * @param source gets a database of the test's own
   * @param test its name
   */
  RemappedPipeline(Path folder, SourceServer source, String test) throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    this.folder = folder;
    this.source = source;
    this.database = "remap" + Integer.toUnsignedString(test.hashCode());
    source.createDatabase(database);
    source.execute(database, SOURCE);
  }

  @Override
  public void close() {
    try {
      source.forget(database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    reader.close();
    target.close();
  }

  /** Where the pipeline keeps what it must remember. */
  Path dataDir() {
    return folder.resolve("data-remapped");
  }

  /** A table of the source, as mappings name it. */
  String table(String name) {
    return source.schema(database) + "." + name;
  }

  /** Executes statements in the source. */
  void change(String... statements) {
    try {
      source.execute(database, statements);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is done while the pipeline streams. */
  interface Work {
    void run() throws Exception;
  }

  /** How a mapping differs from the one that the items are made with. */
  MappingDiff diff(String items) throws IOException {
    return operations.mappingDiff(configuration("remapped", target, items));
  }

  /** So slowly that it is not done when it is stopped. */
  PipelineControl startSlowly(String items) throws Exception {
    Path configuration = configuration("remapped", target, items);
    Files.writeString(
        configuration,
        "  write-units-per-second: 5\nshutdown-timeout: 1s\n",
        StandardOpenOption.APPEND);
    return operations.start(configuration, new Metrics(), StartMode.RESUME);
  }

  /** Starts with a configuration that is another one in something. */
  PipelineControl start(String items, StartMode mode, UnaryOperator<String> edit) throws Exception {
    Path configuration = configuration("remapped", target, items);
    Files.writeString(configuration, edit.apply(Files.readString(configuration)));
    operations.createTables(configuration, table -> {});
    return operations.start(configuration, new Metrics(), mode);
  }

  /** Waits until all of the source is applied. */
  void awaitApplied(PipelineControl pipeline) throws InterruptedException {
    Path configuration = folder.resolve("remapped.yaml");
    assertThat(pipeline.awaitApplied(operations.sourceVersion(configuration), LIMIT)).isTrue();
  }

  /** What the control table says about the pipeline. */
  ControlStore.PipelineRecord record() {
    Config config = new ConfigLoader(Map.of(), Set.of()).load(folder.resolve("remapped.yaml"));
    try (DynamoDbTarget control = DynamoDbTarget.open(Wiring.target(config));
        ControlStore store = control.controlStore(config.target().controlTable())) {
      return store.read(config.pipeline()).orElseThrow();
    }
  }

  /** Brings the items to a mapping, works, and stops when all of it is applied. */
  void run(String items, Work work) throws Exception {
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

  static PipelineStatus status(PipelineControl pipeline) {
    PipelineStatus status = pipeline.status();
    if (status.error() != null) {
      throw new LockstepException(status.error());
    }
    return status;
  }

  private Path configuration(String name, DynamoDbLocal to, String items) throws IOException {
    Files.writeString(
        folder.resolve(name + "-mapping.yaml"), source.mapping(TABLES + items, database));
    List<String> lines = new ArrayList<>(List.of("pipeline: remapped", "source:"));
    source
        .configuration(database, name + "_" + database)
        .forEach((key, value) -> lines.add("  " + key + ": " + value));
    lines.addAll(
        List.of(
            "  heartbeat-interval: 1s",
            "target:",
            "  region: us-east-1",
            "  endpoint: " + to.endpoint(),
            "  write-timeout: 30s",
            "mapping: " + name + "-mapping.yaml",
            "data-dir: data-" + name,
            "checkpoint: { interval: 1s }",
            "apply:",
            "  late-write-horizon: 1s"));
    return Files.write(folder.resolve(name + ".yaml"), lines);
  }

  /** As if all had been loaded with a mapping just now. */
  void assertItemsAreThoseOfALoadOf(String items) throws Exception {
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

  /** The versions of all items by key. */
  Map<String, AttributeValue> versions() {
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

  static void assertSame(
      Map<String, AttributeValue> before, Map<String, AttributeValue> after, String prefix) {
    assertThat(of(after, prefix)).isNotEmpty().isEqualTo(of(before, prefix));
  }

  static void assertOther(
      Map<String, AttributeValue> before, Map<String, AttributeValue> after, String prefix) {
    assertThat(of(after, prefix)).isNotEmpty();
    of(after, prefix).forEach((key, version) -> assertThat(version).isNotEqualTo(before.get(key)));
  }
}
