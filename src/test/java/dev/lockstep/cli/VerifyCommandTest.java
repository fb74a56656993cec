package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.admin.AdminServer;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.SampleSize;
import dev.lockstep.verify.ScriptedVerifications;
import dev.lockstep.verify.VerifyJson;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code verify}, through a running daemon and without one. */
class VerifyCommandTest {
  private final ScriptedOperations operations = new ScriptedOperations();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final SettablePipeline pipeline =
      new SettablePipeline(SettablePipeline.inPhase(Phase.STREAMING));
  private final AdminServer server =
      AdminServer.start("127.0.0.1", 0, null, pipeline, new Metrics());
  private Path folder = Path.of("");

  @BeforeEach
  void pointTheConfigurationAtTheDaemon(@TempDir Path fresh) throws IOException {
    folder = fresh;
    Files.writeString(folder.resolve("lockstep.yaml"), "pipeline: shop\n");
    operations.pointAtDaemon(server.address().getPort());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theDaemonVerifiesIfOneRuns() {
    ScriptedVerifications daemons = inDaemon(ScriptedVerifications.EQUAL);
    assertThat(run()).isEqualTo(0);
    assertThat(daemons.requests()).containsExactly(VerifyRequest.full());
    assertThat(daemons.isClosed()).as("it goes on").isFalse();
    assertThat(out.toString())
        .contains("order: 9 rows, 9 items, 9 compared, 0 missing")
        .endsWith("equal" + System.lineSeparator());
  }

  @Test
  void withoutADaemonThisProcessVerifiesAndLetsGoAgain() {
    server.close();
    ScriptedVerifications own = new ScriptedVerifications(ScriptedVerifications.DIFFERENT, 1);
    operations.verifications = own;
    assertThat(run()).isEqualTo(1);
    assertThat(own.isClosed()).isTrue();
    assertThat(out.toString())
        .contains(
            "different shop/C#1,ORDER#7",
            "total: N 10 in the source, N 11 in the target",
            "--key 'shop,C#1,ORDER#7' --repair");
  }

  @Test
  void aReportIsJsonOrAPageIfItIsAskedFor() throws IOException {
    inDaemon(ScriptedVerifications.DIFFERENT);
    Path page = folder.resolve("out.html");
    assertThat(run("--output", "json", "--report", page.toString())).isEqualTo(1);
    assertThat(VerifyJson.read(out.toString(), VerifyReport.class))
        .isEqualTo(ScriptedVerifications.DIFFERENT);
    assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("C#1");

    inDaemon(ScriptedVerifications.EQUAL);
    Path file = folder.resolve("out.json");
    assertThat(run("--report", file.toString())).isEqualTo(0);
    assertThat(VerifyJson.read(Files.readString(file), VerifyReport.class))
        .isEqualTo(ScriptedVerifications.EQUAL);
  }

  @Test
  void whatIsSaidIsWhatIsAskedFor() throws IOException {
    assertAsks(VerifyRequest.counts().withItemTypes(List.of("order")), "--counts", "--type=order");
    assertAsks(VerifyRequest.sample(SampleSize.ofRows(10, 3)), "--sample", "10", "--seed", "3");
    assertAsks(
        VerifyRequest.sample(SampleSize.ofPercent(2.5, 0)).withConsistentReads(),
        "--sample=2.5%",
        "--consistent");
    assertAsks(
        VerifyRequest.full().withMaxDifferences(5).withRepair(new RepairOrder(true, true)),
        "--max-differences=5",
        "--repair=plan",
        "--delete-extra");
    assertAsks(VerifyRequest.full().withRepair(new RepairOrder(false, false)), "--repair");
    assertAsks(VerifyRequest.resuming("7"), "--resume", "7");
  }

  @Test
  void itemsAreNamedOnTheCommandLineAndInAFile() throws IOException {
    ItemKey plain = new ItemKey("shop", new Value.Text("C#1"), new Value.Text("PROFILE"));
    ItemKey bare = new ItemKey("users", new Value.Text("ann"), null);
    ItemKey typed = new ItemKey("shop", new Value.Num("7"), new Value.Text("a,b"));
    String json = VerifyJson.compact(typed);
    assertAsks(
        VerifyRequest.keys(List.of(plain, typed)), "--key", "shop,C#1,PROFILE", "--key", json);

    Path file = folder.resolve("keys");
    Files.write(file, List.of("users,ann", "", json));
    assertAsks(
        VerifyRequest.keys(List.of(plain, bare, typed)),
        "--key=shop,C#1,PROFILE",
        "--keys-file",
        file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--counts --sample=3",
        "--key=shop,a --counts",
        "--key=shop",
        "--key={}",
        "--key=a,b,c,d",
        "--sample=0",
        "--sample=101%",
        "--sample=many",
        "--repair=perhaps",
        "--max-differences=0",
        "--keys-file=nothing-there"
      })
  void whatDoesNotGoTogetherIsAnErrorOfUsage(String options) {
    ScriptedVerifications daemons = inDaemon(ScriptedVerifications.EQUAL);
    assertThat(run(options.split(" "))).as(err.toString()).isEqualTo(2);
    assertThat(err.toString()).isNotEmpty();
    assertThat(daemons.requests()).isEmpty();
  }

  private void assertAsks(VerifyRequest request, String... options) {
    ScriptedVerifications daemons = inDaemon(ScriptedVerifications.EQUAL);
    assertThat(run(options)).as(err.toString()).isEqualTo(0);
    assertThat(daemons.requests()).containsExactly(request);
  }

  private ScriptedVerifications inDaemon(VerifyReport result) {
    ScriptedVerifications daemons = new ScriptedVerifications(result, 1);
    pipeline.verifications(daemons);
    return daemons;
  }

  private int run(String... options) {
    String config = folder.resolve("lockstep.yaml").toString();
    String[] arguments = new String[options.length + 3];
    arguments[0] = "verify";
    arguments[1] = "--config";
    arguments[2] = config;
    System.arraycopy(options, 0, arguments, 3, options.length);
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(new Session(operations, terminal, new Shutdown()), arguments);
  }
}
