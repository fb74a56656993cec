package dev.lockstep.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.SampleSize;
import dev.lockstep.verify.ScriptedVerifications;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifications over HTTP: for whoever asks with curl, and for the commands. */
class VerifyApiTest {
  private static final VerifyRequest ALL_THAT_CAN_BE_SAID =
      VerifyRequest.sample(SampleSize.ofPercent(2.5, 7))
          .withItemTypes(List.of("order"))
          .withConsistentReads()
          .withMaxDifferences(3)
          .withRepair(new RepairOrder(true, true));

  private final ScriptedVerifications verifications =
      new ScriptedVerifications(ScriptedVerifications.DIFFERENT, 2);
  private final SettablePipeline pipeline =
      new SettablePipeline(SettablePipeline.inPhase(Phase.STREAMING));
  private final AdminServer server =
      AdminServer.start("127.0.0.1", 0, null, pipeline, new Metrics());

  VerifyApiTest() {
    pipeline.verifications(verifications);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aVerificationIsBegunWatchedAndItsReportRead() throws Exception {
    HttpResponse<String> begun = post("/verify", "{\"mode\": \"full\"}");
    assertThat(begun.statusCode()).isEqualTo(202);
    String id = Json.tree(begun.body()).path("id").asText();
    assertThat(verifications.requests()).containsExactly(VerifyRequest.full());

    JsonNode running = Json.tree(get("/verify").body());
    assertThat(running.path("progress").path("state").asText()).isEqualTo("running");
    assertThat(running.path("progress").path("etaSeconds").asDouble()).isEqualTo(12);
    assertThat(running.path("report").isNull()).isTrue();
    assertThat(Json.tree(get("/verify").body()).at("/progress/step").asText())
        .isEqualTo("comparing");

    JsonNode ended = Json.tree(get("/verify").body());
    assertThat(ended.at("/progress/state").asText()).isEqualTo("finished");
    assertThat(ended.at("/report/outcome").asText()).isEqualTo("different");
    JsonNode report = Json.tree(get("/verify/reports/" + id).body());
    assertThat(report).isEqualTo(ended.path("report"));
    assertThat(report.at("/findings/0/key/sort/S").asText()).isEqualTo("ORDER#7");
    assertThat(Json.tree(get("/verify/reports?most=1").body())).containsExactly(report);
  }

  @Test
  void oneThatIsUnderWayIsStopped() throws Exception {
    post("/verify", "{\"mode\": \"counts\"}");
    JsonNode stopped = Json.tree(post("/verify/cancel", "{}").body());
    assertThat(stopped.path("cancelled").asBoolean()).isTrue();
    assertThat(Json.tree(post("/verify/cancel", "{}").body()).path("cancelled").asBoolean())
        .isFalse();
    assertThat(Json.tree(get("/verify").body()).at("/progress/state").asText())
        .isEqualTo("cancelled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"mode\": \"everything\"}",
        "{\"mode\": \"sample\"}",
        "{\"mode\": \"full\", \"sample\": {\"rows\": 10, \"seed\": 1}}",
        "{\"mode\": \"sample\", \"sample\": {\"rows\": 0, \"seed\": 1}}",
        "{\"mode\": \"keys\", \"keys\": []}",
        "{\"mode\": \"keys\", \"keys\": [{\"table\": \"shop\"}]}",
        "{\"mode\": \"full\", \"maxDifferences\": 0}",
        "no json"
      })
  void whatIsNoRequestIsRefusedAsAProblem(String body) throws Exception {
    HttpResponse<String> refused = post("/verify", body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(Json.tree(refused.body()).path("remedy").asText()).isNotEmpty();
    assertThat(verifications.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/verify/reports/none", "/verify/reports?most=many"})
  void whatIsNotThereIsAProblem(String path) throws Exception {
    HttpResponse<String> refused = get(path);
    assertThat(refused.statusCode()).isIn(400, 404);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void theClientSaysAndHearsWhatTheDaemonHearsAndSays() {
    try (Verifications remote = new AdminClient(server.address(), null).verifications()) {
      assertThat(remote.progress()).isEmpty();
      VerifyProgress begun = remote.start(ALL_THAT_CAN_BE_SAID);
      assertThat(begun.state()).isEqualTo(State.RUNNING);
      assertThat(verifications.requests()).containsExactly(ALL_THAT_CAN_BE_SAID);
      assertThatThrownBy(() -> remote.start(VerifyRequest.full()))
          .isInstanceOfSatisfying(
              LockstepException.class,
              e -> {
                assertThat(e.problem().code()).isEqualTo("VERIFY-RUNNING");
                assertThat(e.problem().remedy()).contains("cancel");
              });
      assertThat(remote.progress()).contains(begun);
      assertThat(remote.cancel("another")).isFalse();

      assertThat(remote.progress().orElseThrow().state()).isEqualTo(State.FINISHED);
      assertThat(remote.report(begun.id())).contains(ScriptedVerifications.DIFFERENT);
      assertThat(remote.reports(7)).containsExactly(ScriptedVerifications.DIFFERENT);
      assertThat(remote.report("none")).isEmpty();

      VerifyRequest keys =
          VerifyRequest.keys(List.of(new ItemKey("shop", new Value.Num("1"), null)));
      remote.start(keys);
      assertThat(verifications.requests()).last().isEqualTo(keys);
    }
    assertThat(verifications.isClosed()).isFalse();
  }

  @Test
  void withoutADaemonTheClientSaysSo() {
    URI nowhere = server.address();
    server.close();
    try (Verifications remote = new AdminClient(nowhere, null).verifications()) {
      assertThatThrownBy(() -> remote.start(VerifyRequest.full()))
          .isInstanceOfSatisfying(
              LockstepException.class,
              e -> assertThat(e.problem().code()).isEqualTo("DAEMON-NOT-RUNNING"));
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
