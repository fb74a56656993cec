package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.admin.AdminServer;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.checkpoint.Desired;
import dev.lockstep.daemon.InMemorySteering;
import dev.lockstep.daemon.Operations.TableOutcome;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.PipelineStatus.Counters;
import dev.lockstep.daemon.PipelineStatus.Lag;
import dev.lockstep.daemon.PipelineStatus.RowStore;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.daemon.Settings;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.daemon.StartMode;
import dev.lockstep.daemon.Steering;
import dev.lockstep.estimate.ChangeRate;
import dev.lockstep.estimate.HotPartition;
import dev.lockstep.estimate.Sample;
import dev.lockstep.estimate.Sizes;
import dev.lockstep.estimate.TypeEstimate;
import dev.lockstep.flow.LoadReport;
import dev.lockstep.flow.LoadReport.BuiltItems;
import dev.lockstep.flow.LoadReport.LoadedTable;
import dev.lockstep.flow.MappingDiff;
import dev.lockstep.flow.MappingDiff.Action;
import dev.lockstep.flow.MappingDiff.Kind;
import dev.lockstep.flow.MappingDiff.TypeChange;
import dev.lockstep.flow.Spreading;
import dev.lockstep.inspect.Explanation;
import dev.lockstep.inspect.Explanation.Explained;
import dev.lockstep.inspect.Explanation.State;
import dev.lockstep.inspect.Findings;
import dev.lockstep.inspect.Findings.Part;
import dev.lockstep.inspect.PlanOptions;
import dev.lockstep.inspect.PlanReport;
import dev.lockstep.inspect.Question;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Numbers;
import dev.lockstep.item.Value;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceProbe.Requirement;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.ReportedVerifications;
import dev.lockstep.verify.ValueDifference;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final Problem WAL_LEVEL =
      Problem.error(
          Category.SOURCE,
          "WAL-LEVEL",
          "wal_level is replica, which has no row changes in it",
          "db.internal:5432",
          "set wal_level = logical and restart the server");
  private static final Problem IDENTITY =
      Problem.warning(
          Category.SOURCE, "REPLICA-IDENTITY", "deletes carry the key only", null, "set it FULL");

  private final ScriptedOperations operations = new ScriptedOperations();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String typed = "";
  private Path folder = Path.of("");
  private String config = "";

  @BeforeEach
  void writeConfiguration(@TempDir Path fresh) throws IOException {
    folder = fresh;
    config = Files.writeString(folder.resolve("lockstep.yaml"), "pipeline: shop\n").toString();
  }

  @Test
  void verifyWithoutADaemonPassesOnEverythingThatARepairIsToldAndEndsGood() {
    ReportedVerifications verifications = ReportedVerifications.of(12, List.of());
    operations.verifications = verifications;

    assertThat(
            run(
                "verify",
                "-c",
                config,
                "--repair",
                "--delete-extra",
                "--force",
                "--max-write-units",
                "7"))
        .isZero();
    assertThat(Objects.requireNonNull(verifications.requested()).repair())
        .isEqualTo(new RepairOrder(false, true, true, 7.0));
    assertThat(out.toString()).contains("12 items").contains("equal");
    assertThat(run("verify", "-c", config, "--repair", "--max-write-units", "0")).isEqualTo(2);
  }

  @Test
  void checkShowsEveryPartAndEndsGoodWhenOnlyWarningsAreFound() {
    operations.findings =
        new Findings(
            List.of(
                Part.checked("configuration", "pipeline shop", List.of()),
                Part.checked("source", "PostgreSQL 17.11", List.of(IDENTITY))));

    assertThat(run("check", "-c", config)).isEqualTo(0);
    assertThat(out.toString())
        .contains("✓ configuration  pipeline shop")
        .contains("✓ source         PostgreSQL 17.11")
        .contains("warning REPLICA-IDENTITY")
        .contains("Ready: 0 errors, 1 warning.");
  }

  @Test
  void checkSaysWhatIsWrongWhereAndWhatToDoAndEndsWithFindings() {
    operations.findings =
        new Findings(
            List.of(
                Part.checked("source", "PostgreSQL 17.11", List.of(WAL_LEVEL)),
                Part.skipped("mapping", "not checked: the source's tables are not known")));

    assertThat(run("check", "-c", config)).isEqualTo(1);
    assertThat(out.toString())
        .contains("✗ source")
        .contains("– mapping        not checked")
        .contains(
            """
            error WAL-LEVEL
              what   wal_level is replica, which has no row changes in it
              where  db.internal:5432
              do     set wal_level = logical and restart the server
            """)
        .contains("Not ready: 1 error, 0 warnings.");
  }

  @Test
  void checkAsJsonIsOneDocumentWithEveryPartAndProblem() throws Exception {
    operations.findings =
        new Findings(List.of(Part.checked("source", "PostgreSQL", List.of(WAL_LEVEL))));

    assertThat(run("check", "-c", config, "-o", "json")).isEqualTo(1);
    JsonNode json = json();
    assertThat(json.path("good").asBoolean(true)).isFalse();
    assertThat(json.at("/parts/0/state").asText()).isEqualTo("failed");
    assertThat(json.at("/parts/0/problems/0/code").asText()).isEqualTo("WAL-LEVEL");
    assertThat(json.at("/parts/0/problems/0/remedy").asText()).isEqualTo(WAL_LEVEL.remedy());
  }

  @ParameterizedTest
  @EnumSource(Category.class)
  void aCommandThatCannotWorkEndsWithTheExitCodeOfTheProblem(Category category) {
    operations.failure = Problem.error(category, "SOME-CODE", "it does not", "there", "mend it");

    assertThat(run("plan", "-c", config)).isEqualTo(category.exitCode());
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("error SOME-CODE").contains("do     mend it");
  }

  @Test
  void aProblemIsJsonOnStandardOutputWhenJsonWasAskedFor() throws Exception {
    operations.failure = WAL_LEVEL;

    assertThat(run("plan", "-c", config, "--output", "json")).isEqualTo(3);
    assertThat(json().at("/problems/0/code").asText()).isEqualTo("WAL-LEVEL");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"init", "check", "plan", "explain", "tables", "run", "status", "pause", "resume"})
  void aConfigurationThatIsNotThereIsNamedWithItsWholePath(String command) {
    Path missing = folder.resolve("nowhere.yaml");

    assertThat(run(command, "-c", missing.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("CONFIG-MISSING").contains(missing.toString());
  }

  @Test
  void planShowsWhatIsKeptWhatItCostsAndTheStatementsToCopy() {
    operations.report = report();

    assertThat(run("plan", "-c", config)).isEqualTo(0);
    assertThat(out.toString())
        .contains("public.orders: id, customer_id\n    because order: embedded as lines\n")
        .contains("order  1,000  300 B  2.0 KiB  300.0 KiB    2,500      10.0  25.0")
        .contains("All: 2,500 write units to load, at most 25.0 per second to follow.")
        .contains(" 33.3 %  CUSTOMER#7  order")
        .contains("✗ read the tables\n      GRANT SELECT ON orders TO lockstep;")
        .contains("warning REPLICA-IDENTITY");
  }

  @Test
  void planAsJsonHasTheMappingsFieldsAndTheEstimates() throws Exception {
    operations.report = report();

    assertThat(run("plan", "-c", config, "-o", "JSON")).isEqualTo(0);
    JsonNode json = json();
    assertThat(json.path("hash").asText()).isEqualTo("cafe");
    assertThat(json.at("/sources/0/kept/reasons/0").asText()).contains("lines");
    assertThat(json.at("/sources/0/rate/now").asDouble()).isEqualTo(10);
    assertThat(json.at("/estimates/loadUnits").asLong()).isEqualTo(2_500);
    JsonNode type = json.at("/estimates/types/0");
    assertThat(type.path("items").asLong()).isEqualTo(1_000);
    assertThat(type.at("/sample/bytes/max").asInt()).isEqualTo(300 * 1024);
    assertThat(type.at("/sample/hotPartitions/0/partitionKey").asText()).isEqualTo("CUSTOMER#7");
    assertThat(json.at("/requirements/0/met").asBoolean(true)).isFalse();
    assertThat(json.at("/findings/0/code").asText()).isEqualTo("REPLICA-IDENTITY");
  }

  @Test
  void planLooksAsCloselyAsItIsTold() {
    run("plan", "-c", config, "--no-sample", "--watch", "0", "--statement-timeout", "2");

    assertThat(operations.planOptions)
        .isEqualTo(new PlanOptions(0, Duration.ofSeconds(2), Duration.ZERO));
  }

  @Test
  void planWithDiffSaysWhatAStartWillDo() {
    operations.diff =
        new MappingDiff(
            "shop",
            true,
            List.of(
                new TypeChange(
                    "order", Kind.CHANGED, Action.READ_AND_REBUILD, List.of("public.lines")),
                new TypeChange("old", Kind.REMOVED, Action.DELETE, List.of())),
            List.of());

    assertThat(run("plan", "-c", config, "--diff")).isZero();
    assertThat(out.toString()).contains("reads public.lines, then built", "items are deleted");
  }

  @Test
  void planWithDiffEndsWithFindingsWhereAStartIsRefused() {
    operations.diff = new MappingDiff("shop", true, List.of(), List.of("'a' and 'b'"));

    assertThat(run("plan", "-c", config, "--diff", "--output", "json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"reload\"", "'a' and 'b'");
  }

  @Test
  void explainShowsTheDifferenceByPathAndEndsWithFindings() {
    operations.explanation = explanation();

    assertThat(run("explain", "-c", config, "--table", "orders", "--key", "4,2")).isEqualTo(1);
    assertThat(operations.question).isEqualTo(new Question.OfRow("orders", List.of("4", "2"), 10));
    assertThat(out.toString())
        .contains("Row public.orders[4, 2]  feeds 1 item")
        .contains("different  shop/CUSTOMER#7,ORDER#4  order of public.orders[4] through lines")
        .contains("version    12000000000000, committed 2024-01-01T00:00:00Z")
        .contains("differs  lines[0].quantity: should be {\"N\":\"2\"}, is {\"N\":\"1\"}");
  }

  @Test
  void explainAsJsonHasBothItemsWithTheirTypes() throws Exception {
    operations.explanation = explanation();

    assertThat(run("explain", "-c", config, "--item", "A,B", "-o", "json")).isEqualTo(1);
    assertThat(operations.question).isEqualTo(new Question.OfItem(List.of("A,B"), null));
    JsonNode item = json().at("/items/0");
    assertThat(item.path("state").asText()).isEqualTo("different");
    assertThat(item.at("/key/sort/S").asText()).isEqualTo("ORDER#4");
    assertThat(item.at("/expected/lines/L/0/M/quantity/N").asText()).isEqualTo("2");
    assertThat(item.at("/stored/lines/L/0/M/quantity/N").asText()).isEqualTo("1");
    assertThat(item.at("/differences/0/path").asText()).isEqualTo("lines[0].quantity");
    assertThat(item.path("committed").asText()).isEqualTo("2024-01-01T00:00:00Z");
  }

  @Test
  void explainEndsGoodWhenNothingDiffers() {
    assertThat(run("explain", "-c", config, "--item", "A", "--item", "B,C")).isEqualTo(0);
    assertThat(operations.question).isEqualTo(new Question.OfItem(List.of("A", "B,C"), null));
  }

  @Test
  void explainWantsARowOrAnItemAndNotBoth() {
    assertThat(run("explain", "-c", config)).isEqualTo(2);
    assertThat(run("explain", "-c", config, "--table", "t", "--key", "1", "--item", "A"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--table and --key, or an item with --item");
  }

  private static PlanReport report() {
    Sample sample =
        new Sample(
            500,
            500,
            0,
            new Sizes(300, 2_048, 300 * 1024),
            2.5,
            List.of(new HotPartition(new Value.Text("CUSTOMER#7"), 1 / 3.0)),
            List.of());
    return new PlanReport(
        "shop",
        "{\"hash\": \"cafe\"}",
        List.of(new PlanReport.Target("shop", "pk S / sk S")),
        List.of(
            new PlanReport.Source(
                "public.orders",
                1_000L,
                List.of("id", "customer_id", "status"),
                new PlanReport.Kept(
                    List.of("id", "customer_id"), List.of("order: embedded as lines")),
                false,
                new ChangeRate(10.0, null))),
        List.of(
            new PlanReport.ItemType(
                "order",
                "public.orders",
                "shop",
                List.of("lines: public.order_lines"),
                sample,
                new TypeEstimate(1_000L, 2_500L, 10.0, 25.0))),
        List.of(new Requirement("read the tables", "GRANT SELECT ON orders TO lockstep", false)),
        List.of(IDENTITY));
  }

  private static Explanation explanation() {
    ItemKey key = new ItemKey("shop", new Value.Text("CUSTOMER#7"), new Value.Text("ORDER#4"));
    Item expected = new Item(key, Map.of("lines", lines(2)));
    Item stored = new Item(key, Map.of("lines", lines(1)));
    return new Explanation(
        "public.orders[4, 2]",
        true,
        List.of(
            new Explained(
                "order",
                "public.orders[4]",
                List.of("lines"),
                key,
                State.DIFFERENT,
                expected,
                new StoredItem(stored, "12000000000000", 1_704_067_200_000_000L, false),
                ValueDifference.between(expected.attributes(), stored.attributes()),
                null)),
        List.of());
  }

  private static Value lines(long quantity) {
    return new Value.ListOf(List.of(new Value.MapOf(Map.of("quantity", Numbers.of(quantity)))));
  }

  @Test
  void tablesSaysWhichItMadeAndWhichWereThere() {
    operations.tables =
        List.of(
            new TableOutcome("shop", true, "pk, sk; 1 index"),
            new TableOutcome("lockstep-control", false, "pk"));

    assertThat(run("tables", "-c", config)).isEqualTo(0);
    assertThat(out.toString())
        .contains("✓ created  shop  pk, sk; 1 index")
        .contains("✓ exists   lockstep-control  pk");
  }

  @Test
  void statusReadsTheRunningDaemonWithItsToken() {
    PipelineStatus status =
        new PipelineStatus(
            "shop",
            Phase.LOADING,
            new Lag(0, null, 2_048L, 16_777_216L, null),
            "0/16B3748",
            null,
            new LoadReport(
                List.of(
                    new LoadedTable("public.orders", 500, 1_000L, false),
                    new LoadedTable("public.customers", 40, 30L, true)),
                List.of(
                    new BuiltItems("customer", 40, 40L, true),
                    new BuiltItems("order", 250, 500L, false))),
            new Counters(12_345, 11_002, 3, 2, 1, 0),
            4,
            new RowStore(540, 3_145_728, 1_048_576),
            new Spreading(List.of("public.products"), 20_000, 61),
            null,
            null,
            null,
            null,
            null,
            PipelineStatus.Throttle.AS_CONFIGURED,
            List.of(),
            null,
            null,
            null);
    try (AdminServer server = serve(status, "secret")) {
      operations.settings = settings(server, "secret");

      assertThat(run("status", "-c", config)).isEqualTo(0);
    }
    assertThat(out.toString())
        .contains("shop is loading")
        .contains("2.0 KiB of log after the checkpoint, 16.0 MiB retained by the source")
        .contains("checkpoint    none yet")
        .contains("11,002 applied, 3 superseded, 2 retried, 1 throttled")
        .contains("public.orders     ██████████░░░░░░░░░░  500 rows of about 1,000")
        .contains("public.customers  ████████████████████  40 rows\n")
        .contains("customer          ████████████████████  40 items\n")
        .contains("order             ██████████░░░░░░░░░░  250 items of 500 at most\n")
        .contains("row store     540 rows, 3.0 MiB on disk, 1.0 MiB of memory")
        .contains("fan-out       public.products: 20,000 items so far, for ");
  }

  @Test
  void statusOfAFailedPipelineShowsTheProblemAndEndsWithFindings() {
    PipelineStatus failed = PipelineStatus.bare("shop", Phase.FAILED, WAL_LEVEL);
    try (AdminServer server = serve(failed, null)) {
      operations.settings = settings(server, null);

      assertThat(run("status", "-c", config)).isEqualTo(1);
    }
    assertThat(out.toString()).contains("shop is failed").contains("error WAL-LEVEL");
  }

  @Test
  void statusSaysThatNoDaemonRunsAndHowToStartIt() {
    AdminServer server = serve(SettablePipeline.inPhase(Phase.STREAMING), null);
    operations.settings = settings(server, null);
    server.close();

    assertThat(run("status", "-c", config)).isEqualTo(2);
    assertThat(err.toString()).contains("DAEMON-NOT-RUNNING").contains("lockstep run");
  }

  @Test
  void cutoverAndRehearseGoThroughTheDaemonAndShowWhatBecameOfThem() {
    SettablePipeline pipeline = new SettablePipeline(SettablePipeline.inPhase(Phase.STREAMING));
    try (AdminServer server = AdminServer.start("127.0.0.1", 0, null, pipeline, new Metrics())) {
      operations.settings = settings(server, null);

      assertThat(run("cutover", "-c", config, "--dry-run")).isEqualTo(1);
      assertThat(out.toString()).contains("3 open").contains("Replay them.");
      assertThat(run("rehearse", "begin", "-c", config)).isZero();
      assertThat(run("rehearse", "end", "-c", config)).isZero();
      assertThat(out.toString()).contains("items healed      3").contains("differences left  0");
      assertThat(run("cutover", "-c", config, "--verify", "full", "--timeout", "2m")).isZero();
      assertThat(out.toString()).contains("cut over at 2024-05-31T12:00:00Z");
      assertThat(run("cutover", "-c", config, "--abort")).isZero();
    }
    assertThat(pipeline.handoverCalls())
        .containsExactly(
            "preflight false", "rehearse begin", "rehearse end", "cutover full PT2M", "abort");
  }

  @Test
  void reopeningWantsThePipelinesName() {
    assertThat(run("cutover", "-c", config, "--reopen", "--confirm", "shap")).isEqualTo(2);
    typed = "yes";
    assertThat(run("cutover", "-c", config, "--reopen")).isEqualTo(2);
    assertThat(err.toString()).contains("Type the pipeline's name (shop)", "REOPEN-NOT-CONFIRMED");
    assertThat(operations.reopened).isNull();

    typed = "shop";
    assertThat(run("cutover", "-c", config, "--reopen")).isZero();
    assertThat(operations.reopened).startsWith(System.getProperty("user.name") + "@");
  }

  @Test
  void pauseGoesThroughTheDaemonAndWaitsUntilItStandsStill() {
    SettablePipeline pipeline = new SettablePipeline(SettablePipeline.inPhase(Phase.PAUSED));
    try (AdminServer server = AdminServer.start("127.0.0.1", 0, null, pipeline, new Metrics())) {
      operations.settings = settings(server, null);

      assertThat(run("pause", "-c", config, "--max-duration", "2d", "--reason", "lunch")).isZero();
      assertThat(run("throttle", "12.5", "-c", config, "--max-in-flight", "4")).isZero();
    }
    Steering steering = pipeline.steering();
    assertThat(steering.journal(2).get(1).details()).containsEntry("reason", "lunch");
    assertThat(steering.journal(2).get(1).who()).startsWith(System.getProperty("user.name") + "@");
    assertThat(steering.desired())
        .isEqualTo(
            new Desired(
                new Desired.Pause(
                    InMemorySteering.NOW,
                    InMemorySteering.NOW.plus(Duration.ofDays(2)),
                    steering.journal(2).get(1).who(),
                    "lunch"),
                new Desired.Throttle(12.5, 4)));
  }

  @Test
  void whatTheDaemonRefusesIsShownWithItsOwnCode() {
    SettablePipeline pipeline = new SettablePipeline(SettablePipeline.inPhase(Phase.STREAMING));
    try (AdminServer server = AdminServer.start("127.0.0.1", 0, null, pipeline, new Metrics())) {
      operations.settings = settings(server, null);

      assertThat(run("throttle", "-c", config, "--max-in-flight", "1000")).isEqualTo(2);
    }
    assertThat(err.toString()).contains("error ORDER-RANGE").contains("apply.max-in-flight");
  }

  @Test
  void withoutADaemonPauseAndResumeAreLeftInTheControlTable() {
    AdminServer server = serve(SettablePipeline.inPhase(Phase.STREAMING), null);
    operations.settings = settings(server, null);
    server.close();

    assertThat(run("pause", "-c", config)).isZero();
    assertThat(operations.steering.desired().isPaused()).isTrue();
    assertThat(out.toString()).contains("paused, until 'lockstep resume'").contains("no daemon");

    assertThat(run("resume", "-c", config)).isZero();
    assertThat(operations.steering.desired().isPaused()).isFalse();
  }

  @Test
  void throttleWantsANumber() {
    assertThat(run("throttle", "-c", config)).isEqualTo(2);
    assertThat(err.toString()).contains("UNITS");
  }

  @Test
  void runServesTheAdminApiUntilThePipelineEnds() {
    SettablePipeline pipeline = new SettablePipeline(SettablePipeline.inPhase(Phase.STREAMING));
    operations.pipeline = pipeline;
    pipeline.stop();

    assertThat(run("run", "-c", config)).isEqualTo(0);
    assertThat(operations.mode).isEqualTo(StartMode.RESUME);
  }

  @Test
  void runReloadsWhenToldTo() {
    SettablePipeline pipeline = new SettablePipeline(SettablePipeline.inPhase(Phase.STREAMING));
    operations.pipeline = pipeline;
    pipeline.stop();

    assertThat(run("run", "--reload", "-c", config)).isEqualTo(0);
    assertThat(operations.mode).isEqualTo(StartMode.RELOAD);
  }

  @Test
  void runEndsWithTheExitCodeOfWhatEndedThePipeline() {
    SettablePipeline pipeline =
        new SettablePipeline(PipelineStatus.bare("shop", Phase.FAILED, WAL_LEVEL));
    operations.pipeline = pipeline;
    pipeline.stop();

    assertThat(run("run", "-c", config)).isEqualTo(3);
    assertThat(err.toString()).contains("error WAL-LEVEL");
  }

  @Test
  void anUnknownCommandIsToldTheNearestOne() {
    assertThat(run("chekc")).isEqualTo(2);
    assertThat(err.toString()).contains("There is no command 'chekc'.", "Did you mean", "check");
  }

  @Test
  void anUnknownOptionIsToldTheNearestOne() {
    assertThat(run("check", "--confg", config)).isEqualTo(2);
    assertThat(err.toString()).contains("--config").contains("lockstep check --help");
  }

  @Test
  void withoutACommandTheUsageIsPointedOut() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("A command is missing").contains("lockstep --help");
  }

  @Test
  void helpListsEveryCommandWithOneLineAndTheExitCodes() {
    assertThat(run("--help")).isEqualTo(0);
    assertThat(out.toString())
        .contains(
            "init",
            "check",
            "plan",
            "explain",
            "tables",
            "run",
            "status",
            "pause",
            "resume",
            "throttle")
        .contains("Exit codes: 0 good");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"init", "check", "plan", "explain", "tables", "run", "status", "pause", "resume"})
  void everyCommandHasHelpWithAnExampleAndFitsEightyColumns(String command) {
    assertThat(run(command, "--help")).isEqualTo(0);
    assertThat(out.toString()).contains("Example:").contains("--config");
    assertThat(out.toString()).doesNotContain("\n\n\n");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void nothingIsColouredUnlessATerminalTakesIt() {
    operations.findings =
        new Findings(List.of(Part.checked("source", "PostgreSQL", List.of(WAL_LEVEL))));

    run("check", "-c", config);

    assertThat(out.toString()).doesNotContain("\u001b");
  }

  @Test
  void aTokenIsNeverPartOfTheSettingsText() {
    assertThat(new AdminEndpoint("127.0.0.1", 8080, "secret").toString())
        .isEqualTo("127.0.0.1:8080 token ***");
  }

  private static AdminServer serve(PipelineStatus status, @Nullable String token) {
    return AdminServer.start("127.0.0.1", 0, token, new SettablePipeline(status), new Metrics());
  }

  private static Settings settings(AdminServer server, @Nullable String token) {
    return new Settings(
        "shop", new AdminEndpoint("127.0.0.1", server.address().getPort(), token), false, null);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  private int run(String... args) {
    Terminal terminal =
        new Terminal(
            new PrintWriter(out, true), new PrintWriter(err, true), false, false, () -> typed);
    return Main.run(new Session(operations, terminal, new Shutdown()), args);
  }
}
