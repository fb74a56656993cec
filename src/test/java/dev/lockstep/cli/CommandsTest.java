package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.admin.AdminServer;
import dev.lockstep.daemon.Findings;
import dev.lockstep.daemon.Findings.Part;
import dev.lockstep.daemon.Operations.TableOutcome;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.PipelineStatus.BuiltItems;
import dev.lockstep.daemon.PipelineStatus.Counters;
import dev.lockstep.daemon.PipelineStatus.Lag;
import dev.lockstep.daemon.PipelineStatus.Load;
import dev.lockstep.daemon.PipelineStatus.LoadedTable;
import dev.lockstep.daemon.PipelineStatus.RowStore;
import dev.lockstep.daemon.PipelineStatus.Spreading;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.daemon.Settings;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.daemon.StartMode;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private Path folder = Path.of("");
  private String config = "";

  @BeforeEach
  void writeConfiguration(@TempDir Path fresh) throws IOException {
    folder = fresh;
    config = Files.writeString(folder.resolve("lockstep.yaml"), "pipeline: shop\n").toString();
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
  @ValueSource(strings = {"init", "check", "plan", "tables", "run", "status"})
  void aConfigurationThatIsNotThereIsNamedWithItsWholePath(String command) {
    Path missing = folder.resolve("nowhere.yaml");

    assertThat(run(command, "-c", missing.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("CONFIG-MISSING").contains(missing.toString());
  }

  @Test
  void planPrintsTheTextForPeopleAndTheJsonForPrograms() {
    assertThat(run("plan", "-c", config)).isEqualTo(0);
    assertThat(run("plan", "-c", config, "-o", "JSON")).isEqualTo(0);

    assertThat(out.toString()).isEqualTo("order: from public.orders\n{\"items\": {}}\n");
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
            new Lag(0, 2_048L, 16_777_216L),
            "0/16B3748",
            null,
            new Load(
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
    PipelineStatus failed =
        new PipelineStatus(
            "shop",
            Phase.FAILED,
            Lag.UNKNOWN,
            null,
            null,
            Load.NONE,
            Counters.ZERO,
            0,
            null,
            null,
            WAL_LEVEL);
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
        new SettablePipeline(
            new PipelineStatus(
                "shop",
                Phase.FAILED,
                Lag.UNKNOWN,
                null,
                null,
                Load.NONE,
                Counters.ZERO,
                0,
                null,
                null,
                WAL_LEVEL));
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
        .contains("init", "check", "plan", "tables", "run", "status")
        .contains("Exit codes: 0 good");
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "check", "plan", "tables", "run", "status"})
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
        "shop", new AdminEndpoint("127.0.0.1", server.address().getPort(), token), false);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  private int run(String... args) {
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(new Session(operations, terminal, new Shutdown()), args);
  }
}
