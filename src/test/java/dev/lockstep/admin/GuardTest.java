package dev.lockstep.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.checkpoint.Desired;
import dev.lockstep.config.AdminAccess;
import dev.lockstep.config.Secret;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private static final String TOKEN = "operators-token";
  private static final String LOOKING = "lookers-token";
  private static final AdminAccess.Limits FEW =
      new AdminAccess.Limits(5, 3, 2, 4, Duration.ofSeconds(1));

  private final SettablePipeline pipeline = new SettablePipeline(Scenes.streaming());
  private final Metrics metrics = new Metrics();
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable AdminServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status", "/metrics", "/history"})
  void theTokenForLookingShowsTheState(String path) throws Exception {
    withTokens();

    assertThat(get(path, LOOKING).statusCode()).isEqualTo(200);
  }

  @Test
  void theTokenForLookingChangesNothingAndTheStatusSaysSo() throws Exception {
    withTokens();

    assertThat(post("/throttle", LOOKING).statusCode()).isEqualTo(403);
    assertThat(pipeline.steering().desired()).isEqualTo(Desired.RUN);
    assertThat(actions(LOOKING)).contains("your token is for looking only");
    assertThat(post("/throttle", TOKEN).statusCode()).isEqualTo(200);
    assertThat(actions(TOKEN)).doesNotContain("looking only");
  }

  private String actions(String token) throws Exception {
    return Json.tree(get("/status", token).body()).path("actions").toString();
  }

  @Test
  void theTokenForLookingShowsNothingElse() throws Exception {
    withTokens();

    assertThat(get("/dead-letters", LOOKING).statusCode()).isEqualTo(403);
  }

  @Test
  void wrongTokensFromOneAddressAreAnsweredNoMoreNotEvenTheRightOne() throws Exception {
    start(
        new AdminAccess(null, null, new AdminAccess.Limits(1_000, 3, 2, 64, Duration.ofSeconds(9))),
        TOKEN);
    for (int i = 0; i < 3; i++) {
      assertThat(get("/status", "wrong-" + i).statusCode()).isEqualTo(401);
    }

    HttpResponse<String> response = get("/status", TOKEN);

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("20");
    assertThat(get("/health/live", null).statusCode()).isEqualTo(200);
  }

  @Test
  void moreRequestsThanAllowedAreAnsweredThatTheyAreTooMany() throws Exception {
    start(new AdminAccess(null, null, FEW), null);
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      codes.add(get("/status", null).statusCode());
    }

    assertThat(codes).startsWith(200, 200, 200, 200, 200).contains(429);
    assertThat(limit("admin.max-requests-per-second").limit()).isEqualTo(5);
    assertThat(limit("admin.max-requests-per-second").used()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, same-origin, 200",
    "Sec-Fetch-Site, none, 200",
    "Origin, https://elsewhere.example, 403",
    "Origin, null, 403",
    "Origin, http://[, 403"
  })
  void aPageOfAnotherSiteCanAskForNothing(String header, String value, int expected)
      throws Exception {
    start(AdminAccess.DEFAULT, null);

    HttpRequest.Builder change =
        request("/throttle")
            .header("Content-Type", "application/json")
            .header(header, value)
            .POST(BodyPublishers.ofString("{\"writeUnitsPerSecond\": 7}"));

    assertThat(send(change).statusCode()).isEqualTo(expected);
    assertThat(pipeline.steering().desired().equals(Desired.RUN)).isEqualTo(expected != 200);
    assertThat(send(request("/status").header(header, value)).statusCode()).isEqualTo(expected);
  }

  @Test
  void aLinkOnAnotherSiteMayOpenTheDashboard() throws Exception {
    start(AdminAccess.DEFAULT, null);

    assertThat(send(request("/").header("Sec-Fetch-Site", "cross-site")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aCallerWhoDribblesItsRequestIsSentAway() throws Exception {
    start(new AdminAccess(null, null, FEW), null);
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), started().address().getPort())) {
      socket
          .getOutputStream()
          .write("GET /status HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));

      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> isGone(socket));
    }
  }

  /** Each try is a further byte of the header, so that the connection is never silent. */
  private static boolean isGone(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      socket.getOutputStream().flush();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void moreConnectionsThanAllowedWaitUntilThereIsRoom() throws Exception {
    start(new AdminAccess(null, null, FEW), null);
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      open.add(new Socket(InetAddress.getLoopbackAddress(), started().address().getPort()));
    }

    assertThat(limit("admin.max-connections").used()).isLessThanOrEqualTo(5);
    for (Socket socket : open) {
      socket.close();
    }
    await().until(() -> get("/health/live", null).statusCode() == 200);
  }

  @Test
  void everyAnswerForbidsFramesSniffingAndReferrers() throws Exception {
    start(AdminAccess.DEFAULT, null);
    for (String path : List.of("/", "/status", "/nothing")) {
      var headers = get(path, null).headers();
      assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
    }
  }

  private Metrics.Use limit(String key) {
    return Objects.requireNonNull(metrics.limits().get(key));
  }

  private void withTokens() {
    start(new AdminAccess(new Secret(LOOKING), null, AdminAccess.DEFAULT.limits()), TOKEN);
  }

  private void start(AdminAccess access, @Nullable String token) {
    server = AdminServer.start(new AdminEndpoint("127.0.0.1", 0, token, access), pipeline, metrics);
  }

  private AdminServer started() {
    return Objects.requireNonNull(server);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(started().address() + path));
  }

  private HttpResponse<String> get(String path, @Nullable String token) throws Exception {
    HttpRequest.Builder request = request(path);
    return send(token == null ? request : request.header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> post(String path, String token) throws Exception {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"writeUnitsPerSecond\": 7}")));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
