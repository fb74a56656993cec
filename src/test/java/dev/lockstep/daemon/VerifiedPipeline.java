package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.config.Config;
import dev.lockstep.config.ConfigLoader;
import dev.lockstep.demo.DynamoDbLocal;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.testing.servers.SourceServer;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A pipeline over a small shop with items of one row and of several, and hands to spoil them. */
final class VerifiedPipeline implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String MAPPING =
      """
      tables:
        shop: { partition-key: pk, sort-key: sk }
      items:
        product:
          table: shop
          from: public.products
          key: { pk: "PRODUCT#{id}", sk: DETAILS }
        customer:
          table: shop
          from: public.customers
          key: { pk: "CUSTOMER#{id}", sk: PROFILE }
          embed:
            orders: { from: public.orders, by: customer_id, as: list }
        order:
          table: shop
          from: public.orders
          where: status != 'draft'
          key: { pk: "CUSTOMER#{customer_id}", sk: "ORDER#{id}" }
          embed:
            lines: { from: public.lines, by: order_id, as: list, order-by: line_no }
          lookup:
            customer_name: { from: public.customers, by: customer_id, take: { template: "{name}" } }
      """;
  private static final String[] SOURCE = {
    "CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL)",
    "CREATE TABLE orders (id int PRIMARY KEY, customer_id int, status text NOT NULL, note text)",
    "CREATE INDEX orders_by_customer ON orders (customer_id)",
    "CREATE TABLE lines (order_id int, line_no int, quantity int, PRIMARY KEY (order_id, line_no))",
    "CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL, price numeric(20,9))",
    "INSERT INTO customers SELECT i, concat('customer ', i) FROM generate_series(1, 50) i",
    "INSERT INTO orders SELECT i, i % 50 + 1, CASE WHEN i % 10 = 0 THEN 'draft' ELSE 'open' END,"
        + " 'n' FROM generate_series(1, 200) i",
    "INSERT INTO lines SELECT i, j, j FROM generate_series(1, 200) i, generate_series(1, 3) j",
    "INSERT INTO products SELECT i, concat('product ', i), i FROM generate_series(1, 250) i"
  };

  private final SourceServer source;
  private final String database;
  private final Path configuration;
  private final Operations operations = new LiveOperations();
  private final DynamoDbLocal target = DynamoDbLocal.start(0);
  private final TargetItems items = new TargetItems(target.endpoint());

  /**
   * @param folder for configuration, mapping and data
   * @param more lines of the configuration's section {@code verify}
   */
  VerifiedPipeline(Path folder, SourceServer source, String test, String... more) throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    this.source = source;
    this.database = "verify" + Integer.toUnsignedString(test.hashCode());
    source.createDatabase(database);
    source.execute(database, SOURCE);
    Files.writeString(folder.resolve("mapping.yaml"), source.mapping(MAPPING, database));
    this.configuration = Files.write(folder.resolve("lockstep.yaml"), lines(more));
    operations.createTables(configuration, table -> {});
  }

  private List<String> lines(String... more) {
    List<String> lines = new ArrayList<>(List.of("pipeline: verified", "source:"));
    source
        .configuration(database, "v_" + database)
        .forEach((key, value) -> lines.add("  " + key + ": " + value));
    lines.addAll(
        List.of(
            "  heartbeat-interval: 1s",
            "target:",
            "  region: us-east-1",
            "  endpoint: " + target.endpoint(),
            "  write-timeout: 30s",
            "mapping: mapping.yaml",
            "data-dir: data",
            "apply:",
            "  late-write-horizon: 1s",
            "verify:",
            "  chunk-rows: 40",
            "  mask: [name]"));
    for (String line : more) {
      lines.add("  " + line);
    }
    return lines;
  }

  /** Starts it; it streams when this returns. */
  PipelineControl start() {
    PipelineControl pipeline = begin();
    awaitStreaming(pipeline);
    return pipeline;
  }

  /** Starts it, and does not wait for anything. */
  PipelineControl begin() {
    return operations.start(configuration, new Metrics(), StartMode.RESUME);
  }

  static void awaitStreaming(PipelineControl pipeline) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> RemappedPipeline.status(pipeline).phase() == Phase.STREAMING);
  }

  /** Leaves an order for the one that starts next. */
  void throttle(double writeUnitsPerSecond) {
    operations.steer(
        configuration,
        steering ->
            steering.throttle("ann", new Steering.Throttle(writeUnitsPerSecond, null, false)));
  }

  Config config() {
    return new ConfigLoader(System.getenv(), Set.of()).load(configuration);
  }

  void applied(PipelineControl pipeline) throws InterruptedException {
    assertThat(pipeline.awaitApplied(operations.sourceVersion(configuration), LIMIT)).isTrue();
  }

  /** The verifications of a process without a daemon. */
  Verifications alone() {
    return operations.verifications(configuration, new Metrics());
  }

  /** Verifies and waits for the report. */
  static VerifyReport verify(Verifications verifications, VerifyRequest request) {
    String id = verifications.start(request).id();
    return report(verifications, id);
  }

  static VerifyReport report(Verifications verifications, String id) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> verifications.progress().orElseThrow().state() != State.RUNNING);
    VerifyProgress ended = verifications.progress().orElseThrow();
    if (ended.error() != null) {
      throw new LockstepException(ended.error());
    }
    return verifications.report(id).orElseThrow();
  }

  void change(String... statements) throws SQLException {
    source.execute(database, statements);
  }

  /** Changes rows of a table so that PostgreSQL's log does not say it to the pipeline. */
  void changeUnlogged(String table, String statement) throws SQLException {
    String publication = source.configuration(database, "v_" + database).get("publication");
    change(
        "ALTER PUBLICATION " + publication + " DROP TABLE " + table,
        statement,
        "ALTER PUBLICATION " + publication + " ADD TABLE " + table);
  }

  /** A table's name as a statement has it over {@link #jdbcUrl}. */
  String table(String name) {
    return source.mapping("public." + name, database);
  }

  String jdbcUrl() {
    return source.jdbcUrl(database);
  }

  Map<String, AttributeValue> item(String pk, String sk) {
    return new HashMap<>(
        items
            .client()
            .getItem(get -> get.tableName("shop").key(key(pk, sk)).consistentRead(true))
            .item());
  }

  private static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
  }

  void put(Map<String, AttributeValue> item) {
    items.client().putItem(put -> put.tableName("shop").item(item));
  }

  void put(String pk, String sk, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.putAll(key(pk, sk));
    put(item);
  }

  void set(String pk, String sk, String attribute, AttributeValue value) {
    Map<String, AttributeValue> item = item(pk, sk);
    assertThat(item).isNotEmpty();
    item.put(attribute, value);
    put(item);
  }

  void delete(String pk, String sk) {
    items.client().deleteItem(delete -> delete.tableName("shop").key(key(pk, sk)));
  }

  @Override
  public void close() {
    try {
      source.forget(database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    items.close();
    target.close();
  }
}
