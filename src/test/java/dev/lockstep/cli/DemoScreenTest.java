package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.admin.Json;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.demo.DemoListener.Addresses;
import dev.lockstep.demo.DemoListener.Stage;
import dev.lockstep.demo.DemoReport;
import dev.lockstep.demo.DemoReport.Example;
import dev.lockstep.demo.DemoReport.SourceRows;
import dev.lockstep.demo.DemoReport.Workdone;
import dev.lockstep.demo.Verdict;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.verify.AttributeDifference;
import dev.lockstep.verify.Finding;
import dev.lockstep.verify.Finding.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoScreenTest {
  private static final ItemKey KEY =
      new ItemKey("shop", new Value.Text("CUSTOMER#7"), new Value.Text("PROFILE"));
  private static final Verdict EQUAL = new Verdict(4_512, 0, List.of());

  private static final Value LINE =
      new Value.MapOf(
          Map.of("line_no", new Value.Num("1"), "product", map("sku", new Value.Text("SKU-8"))));
  private static final List<List<String>> CUSTOMER = List.of(List.of("7", "x".repeat(500)));
  private static final List<List<String>> ADDRESSES =
      List.of(List.of("21", "7"), List.of("1022", "7"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aStageThatIsDoneIsOneLineWithItsResultAndTime() {
    DemoScreen screen = new DemoScreen(terminal(false), false);
    screen.begin(Stage.LOAD);
    screen.done(Stage.LOAD, "5,000 rows became 2,700 items", Duration.ofMillis(4_300));

    assertThat(out.toString().lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("✓ load      5,000 rows became 2,700 items"))
        .allMatch(line -> line.endsWith("4.3 s"))
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void onATerminalTheLineIsRedrawnAndElsewhereNever() {
    DemoScreen redrawn = new DemoScreen(terminal(true), false);
    redrawn.begin(Stage.SERVERS);
    assertThat(out.toString()).startsWith("\r\u001b[K").doesNotContain("\n");

    out.getBuffer().setLength(0);
    DemoScreen plain = new DemoScreen(terminal(false), false);
    plain.begin(Stage.SERVERS);
    plain.done(Stage.SERVERS, "up", Duration.ZERO);
    assertThat(out.toString()).doesNotContain("\r").doesNotContain("\u001b");
  }

  @Test
  void withJsonAskedForProgressGoesToStandardError() {
    DemoScreen screen = new DemoScreen(terminal(true), true);
    screen.title("PostgreSQL", 42);
    screen.done(Stage.SHOP, "5,000 rows", Duration.ofSeconds(1));

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("seed 42").contains("5,000 rows");
  }

  @Test
  void whatIsKeptIsShownWithCommandsThatWork() {
    new DemoScreen(terminal(false), false)
        .kept(
            new Addresses(
                URI.create("http://127.0.0.1:8080"),
                "jdbc:postgresql://localhost:5433/shop?user=postgres",
                URI.create("http://127.0.0.1:8001")));

    assertThat(out.toString())
        .contains("curl http://127.0.0.1:8080/status")
        .contains("jdbc:postgresql://localhost:5433/shop?user=postgres")
        .contains("--endpoint-url http://127.0.0.1:8001")
        .contains("Ctrl-C ends it");
  }

  @Test
  void theSummarySaysThatEveryItemIsRightAndShowsWhatBecameOfARow() {
    new DemoSummary(terminal(false)).print(report(EQUAL));

    assertThat(out.toString())
        .contains("Every item is right: 4,512 items in DynamoDB")
        .contains("1,204 inserts, 1,390 updates, 1 key change, 310 deletes")
        .contains("31 ms after their commit, 99 % within 120 ms")
        .contains("3 rows of 2 tables became one item")
        .contains("row of public.customers", "rows of public.addresses")
        .contains("(key)           shop/CUSTOMER#7,PROFILE")
        .contains("tags            [\"a\",\"b\"]")
        .contains("price           12.50")
        .contains("_v              24000000000003");
  }

  @Test
  void rowsStandInColumnsWhereTheyFit() {
    new DemoSummary(terminal(false)).print(report(EQUAL));

    assertThat(out.toString().lines())
        .containsSequence(
            "    notes           " + "x".repeat(59) + "…",
            "  rows of public.addresses",
            "    id    customer_id",
            "    21    7",
            "    1022  7",
            "  item in shop");
  }

  @Test
  void whatAnItemHoldsOfOtherRowsIsAnOutline() {
    new DemoSummary(terminal(false)).print(report(EQUAL));

    assertThat(out.toString().lines())
        .containsSequence(
            "    addresses",
            "      21",
            "        city        Oslo",
            "    lines",
            "    - line_no       1",
            "      product",
            "        sku         SKU-8",
            "    - line_no       2",
            "    name            Ada");
  }

  @Test
  void aLongValueIsCutInTheSummary() {
    new DemoSummary(terminal(false)).print(report(EQUAL));

    assertThat(out.toString()).contains("x".repeat(59) + "…").doesNotContain("x".repeat(60));
  }

  @Test
  void theSummaryOfADifferenceSaysWhichItemsAndWhichSeed() {
    Verdict different =
        new Verdict(10, 3, List.of(found(Kind.MISSING), found(Kind.DIFFERENT, "name", "tier")));

    new DemoSummary(terminal(false)).print(report(different));

    assertThat(out.toString())
        .contains("3 differences between DynamoDB and the source")
        .contains("missing  shop/CUSTOMER#7,PROFILE")
        .contains("different  shop/CUSTOMER#7,PROFILE: name, tier")
        .contains("and 1 more")
        .contains("seed 42")
        .doesNotContain("Every item is right");
  }

  @Test
  void theReportAsJsonHasTheVerdictTheWorkloadAndTheLatency() throws Exception {
    Verdict different = new Verdict(10, 1, List.of(found(Kind.EXTRA)));

    JsonNode json = new ObjectMapper().readTree(Json.line(DemoJson.of(report(different))));

    assertThat(json.path("good").asBoolean(true)).isFalse();
    assertThat(json.path("seed").asInt()).isEqualTo(42);
    assertThat(json.path("items").asInt()).isEqualTo(10);
    assertThat(json.at("/workload/keyChanges").asInt()).isEqualTo(1);
    assertThat(json.at("/latencySeconds/p99").asDouble()).isEqualTo(0.12);
    assertThat(json.at("/differences/0/kind").asText()).isEqualTo("extra");
    assertThat(json.at("/differences/0/key").asText()).isEqualTo("shop/CUSTOMER#7,PROFILE");
  }

  private static Finding found(Kind kind, String... paths) {
    return new Finding(
        kind,
        "customer",
        KEY,
        null,
        null,
        null,
        Stream.of(paths).map(path -> new AttributeDifference(path, null, null)).toList(),
        null);
  }

  private static DemoReport report(Verdict verdict) {
    Item item =
        new Item(
            KEY,
            Map.of(
                "addresses", map("21", map("city", new Value.Text("Oslo"))),
                "lines", new Value.ListOf(List.of(LINE, map("line_no", new Value.Num("2")))),
                "name", new Value.Text("Ada"),
                "price", new Value.Num("12.50"),
                "tags", new Value.ListOf(List.of(new Value.Text("a"), new Value.Text("b"))),
                "notes", new Value.Text("x".repeat(500))));
    Example example =
        new Example(
            List.of(
                new SourceRows("public.customers", List.of("id", "notes"), CUSTOMER),
                new SourceRows("public.addresses", List.of("id", "customer_id"), ADDRESSES)),
            new StoredItem(item, "24000000000003", 1_700_000_000_000_000L, false));
    return new DemoReport(
        42,
        5_000,
        new Workdone(812, 1_204, 1_390, 1, 310),
        Duration.ofSeconds(4),
        Duration.ofSeconds(8),
        0.031,
        0.12,
        verdict,
        List.of(example));
  }

  private static Value.MapOf map(String name, Value value) {
    return new Value.MapOf(Map.of(name, value));
  }

  private Terminal terminal(boolean interactive) {
    return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), interactive, false);
  }
}
