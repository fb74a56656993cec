package dev.lockstep.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.checkpoint.Desired;
import dev.lockstep.daemon.InMemorySteering;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.PipelineStatus.BudgetLevel;
import dev.lockstep.daemon.PipelineStatus.Counters;
import dev.lockstep.daemon.PipelineStatus.JournalEntry;
import dev.lockstep.daemon.PipelineStatus.Lag;
import dev.lockstep.daemon.PipelineStatus.Pause;
import dev.lockstep.daemon.PipelineStatus.PauseBudget;
import dev.lockstep.daemon.PipelineStatus.Throttle;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.daemon.Steering;
import dev.lockstep.flow.LoadReport;
import dev.lockstep.flow.LoadReport.LoadedTable;
import dev.lockstep.metrics.ChangeOp;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
  private static final String TOKEN = "correct horse battery staple";
  private static final PipelineStatus STREAMING =
      new PipelineStatus(
          "shop",
          Phase.STREAMING,
          new Lag(0.25, 0.125, 1_024L, null, 2.5),
          "0/16B3748",
          "0/16B3700",
          new LoadReport(List.of(new LoadedTable("public.orders", 500, 480L, true)), List.of()),
          new Counters(700, 650, 3, 2, 1, 0),
          4,
          null,
          null,
          null,
          null,
          null,
          new Pause("2024-05-31T12:00:00Z", null, "ann@desk", "rehearsal"),
          new PauseBudget(BudgetLevel.GOOD, 3_600.0, "max_slot_wal_keep_size", 4_096L, 0.5),
          new Throttle(null, 16),
          List.of(
              new JournalEntry(
                  7, "2024-05-31T12:00:00Z", "ann@desk", "pause", Map.of("reason", "rehearsal"))),
          null,
          null,
          null);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Metrics metrics = new Metrics();
  private final SettablePipeline pipeline = new SettablePipeline(STREAMING);
  private AdminServer server = AdminServer.start("127.0.0.1", 0, null, pipeline, metrics);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void statusCarriesEveryFieldOfTheContract() throws Exception {
    ObjectNode status = (ObjectNode) Json.tree(get("/status").body());

    assertThat(status.remove("limits").path("admin.max-event-streams").path("limit").asInt())
        .isEqualTo(16);
    assertThat(status)
        .isEqualTo(
            Json.tree(
                """
                {"pipeline": "shop", "phase": "streaming",
                 "lag": {"seconds": 0.25, "captureSeconds": 0.125, "sourceBytes": 1024,
                   "retainedBytes": null, "drainSeconds": 2.5},
                 "position": "0/16B3748", "checkpoint": "0/16B3700",
                 "load": {"tables": [
                   {"table": "public.orders", "rows": 500, "estimated": 480, "done": true}],
                  "items": []},
                 "counters": {"changes": 700, "writes": 650, "superseded": 3, "retries": 2,
                   "throttled": 1, "deadLetters": 0},
                 "inFlight": 4, "rowStore": null, "fanOut": null, "verify": null, "scrub": null, "owner": null,
                 "pause": {"since": "2024-05-31T12:00:00Z", "until": null, "who": "ann@desk",
                   "reason": "rehearsal"},
                 "pauseBudget": {"level": "good", "seconds": 3600.0,
                   "reason": "max_slot_wal_keep_size", "limitBytes": 4096, "bytesPerSecond": 0.5},
                 "throttle": {"writeUnitsPerSecond": null, "maxInFlight": 16},
                 "journal": [{"number": 7, "at": "2024-05-31T12:00:00Z", "who": "ann@desk",
                   "what": "pause", "details": {"reason": "rehearsal"}}],
                 "rehearsal": null, "cutover": null,
                 "error": null,
                 "actions": {"pause": "it is paused already", "resume": null, "throttle": null, "verify": null,
                   "rehearsal-begin": null, "rehearsal-end": "there is no rehearsal",
                   "cutover": null, "cutover-abort": "there is no cutover under way", "replay": "there are none"},
                 "outcomes": {"applied": 0, "superseded": 0, "throttled": 0, "refused": 0,
                   "in-doubt": 0, "rejected": 0, "unusable": 0},
                 "throttling": {}}
                """));
  }

  @Test
  void aCutoverIsLookedAtOrderedAndTakenBack() throws Exception {
    assertThat(get("/cutover").body()).isEqualTo("null");
    JsonNode readiness = Json.tree(post("/cutover", "{\"dryRun\": true}").body());
    assertThat(readiness.path("ready").asBoolean()).isFalse();
    assertThat(readiness.path("checks").get(1).path("found").asText()).isEqualTo("3 open");
    post("/cutover", "{\"verify\": \"full\", \"timeout\": \"2m\"}");
    assertThat(Json.tree(get("/cutover").body()).path("status").asText()).isEqualTo("cut-over");
    post("/cutover", "{\"action\": \"abort\"}");
    assertThat(pipeline.handoverCalls())
        .containsExactly("preflight false", "cutover full PT2M", "abort");
    assertThat(post("/cutover", "{\"verify\": \"some\"}").statusCode()).isEqualTo(400);
    assertThat(post("/cutover", "{\"action\": \"stop\"}").statusCode()).isEqualTo(400);
    assertThat(post("/cutover", "{\"timeout\": \"0s\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void aRehearsalIsBegunAndEnded() throws Exception {
    assertThat(get("/rehearsal").body()).isEqualTo("null");
    post("/rehearsal", "{\"action\": \"begin\"}");
    JsonNode ended = Json.tree(post("/rehearsal", "{\"action\": \"end\"}").body());
    assertThat(ended.path("status").asText()).isEqualTo("ended");
    assertThat(ended.path("itemsHealed").asInt()).isEqualTo(3);
    assertThat(post("/rehearsal", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void statusSaysWhatStoppedThePipeline() throws Exception {
    Problem gone =
        Problem.error(
            Category.SOURCE, "SLOT-MISSING", "the slot is gone", "slot lockstep", "load again");
    pipeline.set(PipelineStatus.bare("shop", Phase.CUT_OVER, gone));

    JsonNode status = Json.tree(get("/status").body());

    assertThat(status.path("phase").asText()).isEqualTo("cut-over");
    assertThat(status.path("error"))
        .isEqualTo(
            Json.tree(
                """
                {"code": "SLOT-MISSING", "severity": "error", "category": "source",
                 "what": "the slot is gone", "where": "slot lockstep", "remedy": "load again"}
                """));
  }

  @Test
  void theClientReadsBackWhatTheServerSays() throws Exception {
    assertThat(new AdminClient(server.address(), null).status()).isEqualTo(STREAMING);
  }

  @Test
  void metricsAreServedAsPrometheusText() throws Exception {
    metrics.changes("public.orders").add(ChangeOp.INSERT);

    HttpResponse<String> response = get("/metrics");

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body())
        .contains("lockstep_changes_total{table=\"public.orders\",op=\"insert\"} 1\n");
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void thePipelineIsReadyWhileItLoadsOrStreamsAndHoldsTheLease(Phase phase) throws Exception {
    pipeline.set(SettablePipeline.inPhase(phase));
    pipeline.holdLease(true);

    int expected = phase == Phase.LOADING || phase == Phase.STREAMING ? 200 : 503;

    assertThat(get("/health/ready").statusCode()).isEqualTo(expected);
    assertThat(send(request("/health/ready").method("HEAD", BodyPublishers.noBody())).statusCode())
        .isEqualTo(expected);
  }

  @Test
  void withoutTheLeaseItIsNotReadyAndSaysWhy() throws Exception {
    HttpResponse<String> response = get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(problem(response).path("detail").asText()).isEqualTo("the lease is not held");
  }

  @Test
  void aFailedPipelineIsNotAlive() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);

    pipeline.set(SettablePipeline.inPhase(Phase.FAILED));

    assertThat(get("/health/live").statusCode()).isEqualTo(503);
  }

  @Test
  void theThrottleCanBeChanged() throws Exception {
    assertThat(post("/throttle", "{\"writeUnitsPerSecond\": 12.5}").statusCode()).isEqualTo(200);
    assertThat(throttle()).isEqualTo(new Desired.Throttle(12.5, null));

    assertThat(post("/throttle", "{\"maxInFlight\": 8}").statusCode()).isEqualTo(200);
    assertThat(throttle().maxInFlight()).isEqualTo(8);
  }

  private Desired.Throttle throttle() {
    return pipeline.steering().desired().throttle();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "{",
        "{}",
        "{\"writeUnitsPerSecond\": -1}",
        "{\"writeUnitsPerSecond\": \"5\"}",
        "{\"maxInFlight\": 0}",
        "{\"maxInFlight\": 1.5}",
        "{\"maxInflight\": 5}"
      })
  void aThrottleThatIsNoneIsRefusedAsAProblem(String body) throws Exception {
    HttpResponse<String> response = post("/throttle", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(problem(response).path("code").asText()).isIn("HTTP-BAD-REQUEST", "ORDER-RANGE");
    assertThat(throttle()).isEqualTo(Desired.Throttle.AS_CONFIGURED);
  }

  @Test
  void aPauseIsOrderedByNameAndEndedAgain() throws Exception {
    String body = "{\"maxDuration\": \"4h\", \"reason\": \"rehearsal\"}";
    HttpResponse<String> response =
        send(
            request("/pause")
                .header("Content-Type", "application/json")
                .header("X-Lockstep-Operator", "ann@desk<b>")
                .POST(BodyPublishers.ofString(body)));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(pipeline.steering().desired().pause())
        .isEqualTo(
            new Desired.Pause(
                InMemorySteering.NOW,
                InMemorySteering.NOW.plusSeconds(4 * 3_600),
                "ann@desk?b? (127.0.0.1)",
                "rehearsal"));

    assertThat(post("/resume", "").statusCode()).isEqualTo(200);
    assertThat(pipeline.steering().desired().isPaused()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"maxDuration\": \"soon\"}", "{\"maxDuration\": 5}", "{\"x\": 1}"})
  void aPauseThatIsNoneIsRefused(String body) throws Exception {
    assertThat(post("/pause", body).statusCode()).isEqualTo(400);
    assertThat(pipeline.steering().desired().isPaused()).isFalse();
  }

  @Test
  void theJournalIsServedNewestFirst() throws Exception {
    pipeline.steering().pause("ann", new Steering.Pause(null, "lunch"));
    pipeline.steering().resume("bob");

    assertThat(Json.tree(get("/journal").body()))
        .isEqualTo(
            Json.tree(
                """
                {"entries": [
                  {"number": 2, "at": "2024-05-31T12:00:00Z", "who": "bob", "what": "resume",
                   "details": {}},
                  {"number": 1, "at": "2024-05-31T12:00:00Z", "who": "ann", "what": "pause",
                   "details": {"reason": "lunch"}}]}
                """));
    assertThat(Json.tree(get("/journal?limit=1").body()).path("entries")).hasSize(1);
    assertThat(get("/journal?limit=0").statusCode()).isEqualTo(400);
    assertThat(get("/journal?limit=x").statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    HttpResponse<String> response =
        post("/throttle", "{\"x\": \"" + "x".repeat(AdminServer.MAX_REQUEST_BYTES) + "\"}");

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(problem(response).path("remedy").asText()).contains("16384 bytes");
  }

  @Test
  void aPostThatIsNotJsonIsRefusedSoThatNoForeignPageCanSendIt() throws Exception {
    HttpResponse<String> response =
        send(
            request("/throttle")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"writeUnitsPerSecond\": 1}")));

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(throttle()).isEqualTo(Desired.Throttle.AS_CONFIGURED);
  }

  @Test
  void whatIsNotThereIsAProblem() throws Exception {
    HttpResponse<String> response = get("/nothing");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(problem(response).path("code").asText()).isEqualTo("HTTP-NOT-FOUND");
    assertThat(problem(response).path("detail").asText()).isEqualTo("there is nothing at /nothing");
  }

  @Test
  void aMethodThatIsNotPossibleIsAProblemThatNamesThoseThatAre() throws Exception {
    HttpResponse<String> response = send(request("/status").DELETE());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET");
    assertThat(problem(response).path("status").asInt()).isEqualTo(405);
  }

  @Test
  void everyAnswerCarriesTheSecurityHeadersAndNoServerVersion() throws Exception {
    for (String path : List.of("/status", "/health/live", "/nothing")) {
      var headers = get(path).headers();
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
      assertThat(headers.firstValue("Content-Security-Policy")).isPresent();
      assertThat(headers.firstValue("Server")).isEmpty();
    }
  }

  @Test
  void withoutATokenARequestForAForeignHostIsRefused() throws Exception {
    assertThat(rawGet("/status", "evil.example")).startsWith("HTTP/1.1 403");
    assertThat(rawGet("/status", "localhost:" + server.address().getPort()))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void whatIsNoHttpAtAllIsAnsweredWithoutMarkup() throws Exception {
    assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400").doesNotContain("<html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status", "/metrics", "/nothing", "/health/live/../../status"})
  void withATokenNothingButHealthIsShownWithoutIt(String path) throws Exception {
    restartWithToken();

    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isIn(400, 401);
    assertThat(response.body()).doesNotContain("streaming");
  }

  @Test
  void aRequestWithoutTheTokenIsToldHowToSendIt() throws Exception {
    restartWithToken();

    HttpResponse<String> response = get("/status");

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(problem(response).path("remedy").asText()).contains("Authorization: Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer wrong", "Bearer ", "Basic abc", "correct horse battery staple"})
  void aWrongTokenIsRefused(String authorization) throws Exception {
    restartWithToken();

    int status = send(request("/status").header("Authorization", authorization)).statusCode();

    assertThat(status).isEqualTo(401);
  }

  @Test
  void withTheTokenEverythingIsShown() throws Exception {
    restartWithToken();

    assertThat(new AdminClient(server.address(), TOKEN).status()).isEqualTo(STREAMING);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void theClientSaysThatItsTokenIsWrong() {
    restartWithToken();

    assertThatExceptionOfType(LockstepException.class)
        .isThrownBy(() -> new AdminClient(server.address(), "wrong").status())
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("ADMIN-TOKEN-REFUSED"));
  }

  @Test
  void theClientSaysThatNoDaemonRuns() {
    URI address = server.address();
    server.close();

    assertThatExceptionOfType(LockstepException.class)
        .isThrownBy(() -> new AdminClient(address, null).status())
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("DAEMON-NOT-RUNNING"));
  }

  @Test
  void anAddressInUseIsAProblemOfTheConfiguration() {
    int taken = server.address().getPort();

    assertThatExceptionOfType(LockstepException.class)
        .isThrownBy(() -> AdminServer.start("127.0.0.1", taken, null, pipeline, new Metrics()))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("ADMIN-ADDRESS-IN-USE"))
        .satisfies(e -> assertThat(e.problem().category()).isEqualTo(Category.CONFIGURATION));
  }

  private void restartWithToken() {
    server.close();
    server = AdminServer.start("127.0.0.1", 0, TOKEN, pipeline, new Metrics());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode problem(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    return Json.tree(response.body());
  }

  private String rawGet(String path, String host) throws IOException {
    return raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
