package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.estimate.Sample;
import dev.lockstep.inspect.Explanation;
import dev.lockstep.inspect.Explanation.Explained;
import dev.lockstep.inspect.Explanation.State;
import dev.lockstep.inspect.PlanOptions;
import dev.lockstep.inspect.PlanReport;
import dev.lockstep.inspect.Question;
import dev.lockstep.item.Item;
import dev.lockstep.item.Numbers;
import dev.lockstep.item.Value;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Problem;
import dev.lockstep.problem.Problem.Severity;
import dev.lockstep.verify.ValueDifference;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Plan, explain and check where items are made of several tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JoinedPlanTest {
  private static final String MAPPING =
      """
      tables:
        shop: { partition-key: pk, sort-key: sk }
      items:
        order:
          table: shop
          from: public.orders
          key: { pk: "CUSTOMER#{customer_id}", sk: "ORDER#{code}#{id}" }
          embed:
            lines:
              from: public.lines
              by: order_id
              as: list
              order-by: line_no
              columns: [line_no, quantity]
              lookup:
                product: { from: public.products, by: product_id, take: [name] }
        line:
          table: shop
          from: public.lines
          key: { pk: "{order.customer_id}", sk: "LINE#{order_id}#{line_no}" }
          columns: [quantity]
          lookup:
            order: { from: public.orders, by: order_id }
      """;
  private static final PlanOptions QUICK =
      new PlanOptions(200, Duration.ofSeconds(20), Duration.ZERO);

  private final LiveOperations operations = new LiveOperations();
  private @Nullable World world;
  private Path configuration = Path.of("");

  @BeforeAll
  void load(@TempDir Path dir) throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    world = World.create(dir);
    execute(
        "CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL)",
        "CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL, code text NOT NULL)",
        "CREATE TABLE lines (order_id int, line_no int, product_id int, quantity int,"
            + " PRIMARY KEY (line_no, order_id))",
        "INSERT INTO products SELECT i, 'product ' || i FROM generate_series(1, 10) i",
        "INSERT INTO orders SELECT i, CASE WHEN i % 2 = 0 THEN 7 ELSE i END,"
            + " CASE WHEN i = 4 THEN 'a#b' ELSE 'a' END FROM generate_series(1, 100) i",
        "INSERT INTO lines SELECT i % 100 + 1, i / 100, i % 10 + 1, 1 FROM generate_series(0, 299) i",
        "ANALYZE");
    configuration = world.configure(MAPPING);
    operations.createTables(configuration, table -> {});
    try (PipelineControl pipeline =
        operations.start(configuration, new Metrics(), StartMode.RESUME)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> pipeline.status().phase() == Phase.STREAMING);
    }
    execute(
        "UPDATE products SET name = 'renamed' WHERE id = 2",
        "DELETE FROM lines WHERE order_id = 3 AND line_no = 1");
  }

  @AfterAll
  void stop() {
    Objects.requireNonNull(world).close();
  }

  @Test
  void itemsAreSampledWholeWithTheRowsOfOtherTables() throws Exception {
    PlanReport report = operations.plan(configuration, QUICK, what -> {});

    Sample sample = Objects.requireNonNull(type(report, "order").sample());
    assertThat(sample.items()).isEqualTo(100);
    assertThat(sample.refused()).isZero();
    assertThat(Objects.requireNonNull(sample.sizes()).p50()).isGreaterThan(150);
    assertThat(sample.hot().get(0).partition()).isEqualTo(new Value.Text("CUSTOMER#7"));
    assertThat(sample.hot().get(0).share()).isBetween(0.5, 0.52);
  }

  @Test
  void whatIsKeptIsSaidWithItsReasons() throws Exception {
    PlanReport report = operations.plan(configuration, PlanOptions.NO_SAMPLE, what -> {});

    PlanReport.Kept kept =
        Objects.requireNonNull(
            report.sources().stream()
                .filter(source -> source.table().equals("public.products"))
                .findFirst()
                .orElseThrow()
                .kept());
    assertThat(kept.columns()).containsExactly("id", "name");
    assertThat(kept.reasons()).anyMatch(reason -> reason.startsWith("order.lines.product"));
    assertThat(type(report, "order").joins())
        .containsExactly("lines: public.lines", "lines.product: public.products");
  }

  @Test
  void aKeyPartThatContainsTheSeparatorIsFound() throws Exception {
    PlanReport report = operations.plan(configuration, QUICK, what -> {});

    assertThat(report.findings())
        .filteredOn(finding -> finding.code().equals("KEY-PART-OVERRUN"))
        .extracting(Problem::where)
        .containsExactly("public.orders[4]");
  }

  @Test
  void aForeignKeyWithoutAnIndexIsNamedWithTheStatement() {
    assertThat(operations.check(configuration).problems())
        .filteredOn(problem -> problem.code().equals("SOURCE-INDEX-MISSING"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Severity.INFO);
              assertThat(problem.remedy())
                  .isEqualTo("CREATE INDEX CONCURRENTLY ON \"public\".\"lines\" (\"order_id\")");
            });
  }

  @Test
  void aLookedUpRowLeadsToEveryItemThatShowsItAndByWhichPath() throws Exception {
    Explanation explanation = explainRow("products", "2");

    // Lines 1, 101 and 201 of 300 are of the second product, and so on: ten orders.
    assertThat(explanation.items()).hasSize(10);
    assertThat(explanation.items())
        .allMatch(item -> item.state() == State.DIFFERENT)
        .allMatch(item -> item.through().equals(List.of("lines.product")));
    assertThat(explanation.items().get(0).differences())
        .contains(
            new ValueDifference(
                "lines[0].product.name", new Value.Text("renamed"), new Value.Text("product 2")));
  }

  @Test
  void anEmbeddedRowLeadsToItsParentAndToItsOwnItem() throws Exception {
    Explanation explanation = explainRow("lines", "0", "5");

    assertThat(explanation.items()).extracting(Explained::type).containsExactly("order", "line");
    assertThat(explanation.isSame()).isTrue();
    Item order = Objects.requireNonNull(explanation.items().get(0).expected());
    Value.ListOf lines = (Value.ListOf) Objects.requireNonNull(order.attributes().get("lines"));
    assertThat(lines.values()).hasSize(3);
    assertThat(lines.values().get(0))
        .isEqualTo(
            new Value.MapOf(
                Map.of(
                    "line_no", Numbers.of(0),
                    "quantity", Numbers.of(1),
                    "product", new Value.MapOf(Map.of("name", new Value.Text("product 5"))))));
  }

  @Test
  void aRowThatOnlyKeysNeedLeadsToTheItemsThatItPlaces() throws Exception {
    Explanation explanation = explainRow("orders", "5");

    assertThat(explanation.items())
        .extracting(Explained::type)
        .containsExactly("order", "line", "line", "line");
  }

  @Test
  void aRowThatLeftAListShowsAsADifferenceInIt() throws Exception {
    Explanation explanation = explainRow("orders", "3");

    Explained order = explanation.items().get(0);
    assertThat(order.state()).isEqualTo(State.DIFFERENT);
    assertThat(order.differences()).extracting(ValueDifference::path).contains("lines[2]");
  }

  @Test
  void anItemWhoseKeyShowsOtherRowsToosColumnsLeadsToItsRow() throws Exception {
    Explanation explanation =
        operations.explain(configuration, new Question.OfItem(List.of("5,LINE#5#0"), "shop"));

    assertThat(explanation.items().get(0).root()).isEqualTo("public.lines[0, 5]");
    assertThat(explanation.isSame()).isTrue();
  }

  @Test
  void moreItemsThanTheLimitAreCutAndSaid() throws Exception {
    Explanation explanation =
        operations.explain(configuration, new Question.OfRow("products", List.of("2"), 3));

    assertThat(explanation.items()).hasSize(3);
    assertThat(explanation.notes()).anyMatch(note -> note.contains("--limit"));
  }

  private Explanation explainRow(String table, String... key) throws InterruptedException {
    return operations.explain(configuration, new Question.OfRow(table, List.of(key), 20));
  }

  private static PlanReport.ItemType type(PlanReport report, String name) {
    return report.types().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private void execute(String... statements) throws SQLException {
    Objects.requireNonNull(world).postgres().execute("bank", statements);
  }
}
