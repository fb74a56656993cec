package dev.lockstep.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.daemon.LiveOperations;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineControl;
import dev.lockstep.daemon.StartMode;
import dev.lockstep.estimate.Sample;
import dev.lockstep.inspect.Explanation;
import dev.lockstep.inspect.Explanation.Explained;
import dev.lockstep.inspect.Explanation.State;
import dev.lockstep.inspect.Findings;
import dev.lockstep.inspect.PlanOptions;
import dev.lockstep.inspect.PlanReport;
import dev.lockstep.inspect.Question;
import dev.lockstep.item.Value;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceProbe.Requirement;
import dev.lockstep.verify.ValueDifference;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Plan and explain on the demo's shop: loaded into DynamoDB, then changed in the source with nobody
 * following, so that there are differences.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShopPlanTest {
  private static final ShopSize SIZE = ShopSize.ofRows(1_000);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final PlanOptions QUICK =
      new PlanOptions(300, Duration.ofSeconds(20), Duration.ZERO);

  // Whether an order shows the customer or the product that has changed since.
  private static final String TOUCHED =
      "(customer_id = 2 OR EXISTS"
          + " (SELECT FROM order_lines WHERE order_id = o.id AND product_id = 3))";

  private final LiveOperations operations = new LiveOperations();
  private @Nullable DemoServers running;
  private Path configuration = Path.of("");

  @BeforeAll
  void load() throws Exception {
    running = DemoServers.start(DemoSource.POSTGRES);
    Shop.open(running.shop(), SIZE, 5);
    configuration = running.configure();
    operations.createTables(configuration, table -> {});
    try (PipelineControl pipeline =
        operations.start(configuration, new Metrics(), StartMode.RESUME)) {
      Awaitility.await().atMost(PATIENCE).until(() -> pipeline.status().phase() == Phase.STREAMING);
    }
    execute(
        "UPDATE customers SET first_name = 'Changed' WHERE id = 2",
        "DELETE FROM products WHERE id = 3",
        "DELETE FROM addresses WHERE id = 3",
        "INSERT INTO products VALUES (9999, 'SKU-new', 'New', 1, '{}', '{}')",
        "INSERT INTO products VALUES (9998, 'SKU-empty', 'Empty', 1, '{\"\": 1}', '{}')");
  }

  @AfterAll
  void stop() {
    servers().close();
  }

  @Test
  void thePlanSaysHowManyItemsOfWhichSizeThereWillBe() throws Exception {
    PlanReport report = operations.plan(configuration, QUICK, what -> {});

    PlanReport.ItemType customer = type(report, "customer");
    assertThat(customer.estimate().items()).isEqualTo(SIZE.customers());
    Sample sample = Objects.requireNonNull(customer.sample());
    assertThat(sample.rows()).isEqualTo(SIZE.customers());
    assertThat(sample.items()).isEqualTo(SIZE.customers());
    assertThat(Objects.requireNonNull(sample.sizes()).p50()).isBetween(100, 1_000);
    assertThat(customer.estimate().loadUnits()).isGreaterThanOrEqualTo(SIZE.customers());
    assertThat(report.loadUnits()).isGreaterThan(customer.estimate().loadUnits());
  }

  @Test
  void rowsThatTheConditionLeavesOutAreNotCounted() throws Exception {
    PlanReport report = operations.plan(configuration, QUICK, what -> {});

    long drafts = number("SELECT count(*) FROM orders WHERE status = 'draft'");
    assertThat(drafts).isPositive();
    assertThat(type(report, "order").estimate().items()).isEqualTo(SIZE.orders() - drafts);
  }

  @Test
  void withoutASampleNoRowIsReadAndTheRestIsSaid() throws Exception {
    PlanReport report = operations.plan(configuration, PlanOptions.NO_SAMPLE, what -> {});

    assertThat(type(report, "customer").sample()).isNull();
    assertThat(type(report, "customer").estimate().items()).isEqualTo(SIZE.customers());
    assertThat(report.sources()).extracting(PlanReport.Source::table).contains("public.orders");
    assertThat(report.requirements()).allMatch(Requirement::met);
    JsonNode mapping = new ObjectMapper().readTree(report.mapping());
    assertThat(mapping.has("hash")).isTrue();
  }

  @Test
  void excludedColumnsAreNotEvenRead() throws Exception {
    PlanReport report = operations.plan(configuration, PlanOptions.NO_SAMPLE, what -> {});

    assertThat(source(report, "public.customers").columns())
        .contains("email")
        .doesNotContain("password_hash");
  }

  @Test
  void aRowWhoseItemIsAsItShouldBeIsTheSame() throws Exception {
    long order = number("SELECT min(id) FROM orders o WHERE status <> 'draft' AND NOT " + TOUCHED);
    Explanation explanation = explainRow("public.orders", Long.toString(order));

    assertThat(explanation.isSame()).isTrue();
    Explained item = only(explanation);
    assertThat(item.type()).isEqualTo("order");
    assertThat(Objects.requireNonNull(item.stored()).version()).isNotNull();
    assertThat(item.differences()).isEmpty();
  }

  @Test
  void aChangeThatHasNotArrivedShowsByPathWithBothValues() throws Exception {
    Explanation explanation = explainRow("customers", "2");

    assertThat(explanation.isSame()).isFalse();
    Explained item = explanation.items().get(0);
    assertThat(item.type()).isEqualTo("customer");
    assertThat(item.state()).isEqualTo(State.DIFFERENT);
    assertThat(item.differences()).extracting(ValueDifference::path).contains("first_name", "name");
    assertThat(item.differences())
        .filteredOn(difference -> difference.path().equals("first_name"))
        .extracting(ValueDifference::expected)
        .containsExactly(new Value.Text("Changed"));
  }

  @Test
  void aChangedNameShowsInAllOrdersOfTheCustomer() throws Exception {
    Explanation explanation = explainRow("customers", "2");

    List<Explained> orders =
        explanation.items().stream().filter(item -> "order".equals(item.type())).toList();
    assertThat(orders)
        .hasSize((int) number("SELECT count(*) FROM orders WHERE customer_id = 2"))
        .allMatch(order -> order.through().equals(List.of("customer_name")));
    assertThat(orders)
        .filteredOn(order -> order.state() != State.ABSENT)
        .isNotEmpty()
        .allSatisfy(
            order ->
                assertThat(order.differences())
                    .extracting(ValueDifference::path)
                    .contains("customer_name"));
  }

  @Test
  void anAddressFeedsTheItemOfItsCustomer() throws Exception {
    Explained customer = only(explainRow("addresses", "4"));

    assertThat(customer.type()).isEqualTo("customer");
    assertThat(customer.through()).containsExactly("addresses");
  }

  @Test
  void aRowThatHasNotArrivedIsMissing() throws Exception {
    assertThat(only(explainRow("products", "9999")).state()).isEqualTo(State.MISSING);
  }

  @Test
  void aRowThatIsGoneIsSaidToBeAndItsItemIsExtra() throws Exception {
    Explanation row = explainRow("products", "3");
    assertThat(row.found()).isFalse();
    assertThat(row.notes()).isNotEmpty();

    Explained item = only(explainItem("PRODUCT#3,PRODUCT"));
    assertThat(item.state()).isEqualTo(State.EXTRA);
    assertThat(item.type()).isEqualTo("product");
  }

  @Test
  void anItemLeadsToItsRow() throws Exception {
    Explained item = only(explainItem("CUSTOMER#1,PROFILE"));

    assertThat(item.state()).isEqualTo(State.SAME);
    assertThat(item.root()).isEqualTo("public.customers[1]");
  }

  @Test
  void aPaddedNumberInAKeyLeadsToItsRow() throws Exception {
    long order = number("SELECT min(id) FROM orders WHERE status <> 'draft'");
    long customer = number("SELECT customer_id FROM orders WHERE id = " + order);
    String key = String.format("CUSTOMER#%d,ORDER#%012d", customer, order);

    assertThat(only(explainItem(key)).root()).isEqualTo("public.orders[" + order + "]");
  }

  @Test
  void aDraftHasNoItemAndShouldHaveNone() throws Exception {
    long draft = number("SELECT min(id) FROM orders WHERE status = 'draft'");
    Explanation explanation = explainRow("orders", Long.toString(draft));

    assertThat(only(explanation).state()).isEqualTo(State.ABSENT);
    assertThat(explanation.isSame()).isTrue();
  }

  @Test
  void aKeyThatNoTypeMakesIsSaidToBeNobodys() throws Exception {
    Explanation explanation = explainItem("NOBODY#1,X");

    assertThat(only(explanation).state()).isEqualTo(State.ABSENT);
    assertThat(explanation.notes()).anyMatch(note -> note.contains("no item type"));
  }

  @Test
  void whatIsAskedWronglyIsAnsweredWithWhatToAsk() {
    assertThatThrownBy(() -> explainRow("nowhere", "1")).hasMessageContaining("public.orders");
    assertThatThrownBy(() -> explainRow("order_lines", "1")).hasMessageContaining("line_no");
    assertThatThrownBy(() -> explainRow("customers", "one")).hasMessageContaining("one");
    assertThatThrownBy(() -> explainItem("CUSTOMER#1")).hasMessageContaining("--item");
  }

  @Test
  void checkFindsTheShopReady() {
    Findings findings = operations.check(configuration);

    assertThat(findings.firstError()).isEmpty();
    assertThat(findings.problems()).extracting(Problem::code).doesNotContain("SOURCE-TIMEOUT");
  }

  private Explanation explainRow(String table, String... key) throws InterruptedException {
    return operations.explain(configuration, new Question.OfRow(table, List.of(key), 10));
  }

  private Explanation explainItem(String key) throws InterruptedException {
    return operations.explain(configuration, new Question.OfItem(List.of(key), null));
  }

  private static Explained only(Explanation explanation) {
    assertThat(explanation.items()).hasSize(1);
    return explanation.items().get(0);
  }

  private static PlanReport.ItemType type(PlanReport report, String name) {
    return report.types().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private static PlanReport.Source source(PlanReport report, String table) {
    return report.sources().stream().filter(s -> s.table().equals(table)).findFirst().orElseThrow();
  }

  private long number(String sql) throws Exception {
    try (Connection connection = servers().connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private void execute(String... statements) throws Exception {
    try (Connection connection = servers().connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private DemoServers servers() {
    return Objects.requireNonNull(running);
  }
}
