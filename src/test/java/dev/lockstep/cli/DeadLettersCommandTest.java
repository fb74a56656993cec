package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.admin.AdminServer;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.Letters;
import dev.lockstep.metrics.Metrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters on the command line and over the admin API that it uses. */
class DeadLettersCommandTest {
  private final ScriptedOperations operations = new ScriptedOperations();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final SettablePipeline pipeline =
      new SettablePipeline(SettablePipeline.inPhase(Phase.STREAMING));
  private final AdminServer server =
      AdminServer.start("127.0.0.1", 0, null, pipeline, new Metrics());
  private String config = "";

  @BeforeEach
  void pointTheConfigurationAtTheDaemon(@TempDir Path folder) throws IOException {
    config = Files.writeString(folder.resolve("lockstep.yaml"), "pipeline: shop\n").toString();
    operations.pointAtDaemon(server.address().getPort());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theyAreListedWithTheirReasonsAndEndWithFindings() {
    assertThat(run("list")).isEqualTo(0);
    assertThat(out.toString()).contains("no dead letter is open");

    add("order", 7);
    assertThat(run("list")).isEqualTo(1);
    assertThat(out.toString())
        .contains("KEY-NULL", "public.orders[7]", "1970-01-01T00:00", "1 of 1 open dead letters");
  }

  @Test
  void theyAreFilteredAndComeInPages() {
    for (long id = 1; id <= 7; id++) {
      add(id < 6 ? "order" : "line", id);
    }
    run("list", "--type", "order", "--limit", "3", "-o", "json");
    assertThat(out.toString())
        .contains("\"open\" : 7", "orders[3]")
        .doesNotContain("orders[4]", "orders[6]");
    run("list", "--type", "order", "--after", letter("order", 3).id());
    assertThat(out.toString()).contains("orders[4]", "orders[5]").doesNotContain("orders[6]");
  }

  @Test
  void oneIsShownWithItsRemedyAndAnUnknownOneIsToldApart() {
    add("order", 7);
    assertThat(run("show", letter("order", 7).id())).isEqualTo(0);
    assertThat(out.toString()).contains("order", "public.orders[7]", "make it NOT NULL");
    assertThat(run("show", "row-0")).isEqualTo(2);
    assertThat(err.toString()).contains("DEAD-LETTER-UNKNOWN");
  }

  @Test
  void theyAreReplayedByTheDaemonHoweverManyTheyAre() {
    for (long id = 1; id <= 150; id++) {
      add(id < 140 ? "order" : "line", id);
    }
    assertThat(run("replay")).as("which is to be said").isEqualTo(2);
    assertThat(run("replay", "--type", "order")).isEqualTo(0);
    assertThat(out.toString()).contains("139 dead letters replayed");
    assertThat(pipeline.letters().open()).isEqualTo(11);
  }

  @Test
  void theyAreDroppedByTheDaemonForAReason() {
    add("order", 1);
    assertThat(run("drop", "--all")).isEqualTo(2);
    assertThat(run("drop", "--all", "--reason", "a test row")).isEqualTo(0);
    assertThat(out.toString()).contains("1 dead letters dropped");
    assertThat(pipeline.letters().reasons()).containsExactly("a test row");
  }

  @Test
  void withoutADaemonTheControlTableItselfIsChanged() {
    add("order", 1);
    server.close();
    assertThat(run("drop", letter("order", 1).id(), "--reason", "a test row")).isEqualTo(0);
    assertThat(operations.letters.reasons()).containsExactly("a test row");
    assertThat(run("replay", "row-0")).isEqualTo(2);
    assertThat(err.toString()).contains("DAEMON-NOT-RUNNING");
  }

  @Test
  void theAdminApiListsShowsReplaysAndDrops() throws Exception {
    add("order", 1);
    add("order", 2);
    add("line", 3);
    String one = letter("order", 1).id();
    assertThat(get("/dead-letters?itemType=order&limit=1").body())
        .contains("\"open\":3", "\"next\":\"" + one + "\"", "orders[1]");
    assertThat(get("/dead-letters/" + one).body()).contains("make it NOT NULL");
    assertThat(get("/dead-letters/row-0").statusCode()).isEqualTo(404);
    assertThat(post("/dead-letters/" + one + "/replay", "{}").body())
        .contains("\"outcome\":\"healed\"", "\"open\":2");
    assertThat(post("/dead-letters/drop", "{\"itemType\":\"order\"}").statusCode()).isEqualTo(400);
    assertThat(post("/dead-letters/drop", "{\"itemType\":\"order\",\"reason\":\"old\"}").body())
        .contains("\"open\":1");
    assertThat(post("/dead-letters/replay", "{}").body()).contains("\"open\":0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "show", "replay", "drop"})
  void everyOneHasHelpWithAnExampleAndFitsEightyColumns(String command) {
    assertThat(run(command, "--help")).isEqualTo(0);
    assertThat(out.toString()).contains("Example:").contains("--config");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  private void add(String itemType, long id) {
    operations.letters.add(letter(itemType, id));
    pipeline.letters().add(letter(itemType, id));
  }

  private static DeadLetter letter(String itemType, long id) {
    return Letters.ofRow(itemType, id);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(address(path)));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(address(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private URI address(String path) {
    return URI.create(server.address() + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private int run(String command, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    String[] all = new String[arguments.length + 4];
    all[0] = "dead-letters";
    all[1] = command;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    all[arguments.length + 2] = "-c";
    all[arguments.length + 3] = config;
    return Main.run(new Session(operations, terminal, new Shutdown()), all);
  }
}
