package dev.lockstep.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.config.AdminAccess;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.metrics.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveTest {
  private final SettablePipeline pipeline = new SettablePipeline(Scenes.streaming());
  private final AdminServer server =
      AdminServer.start(
          new AdminEndpoint("127.0.0.1", 0, null), pipeline, new Metrics(), Scenes.lastHour());
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void eventsBeginWithTheLastHourAndGoOnWithTheStatus() throws Exception {
    try (BufferedReader events = lines(follow())) {
      assertThat(events.readLine()).isEqualTo("event: history");
      assertThat(data(events).path("samples").size()).isEqualTo(History.MAX_SAMPLES);
      assertThat(events.readLine()).isEqualTo("event: status");
      assertThat(data(events).path("phase").asText()).isEqualTo("streaming");

      pipeline.set(Scenes.FAILED.status());

      await().until(() -> "event: status".equals(events.readLine()) && data(events).has("error"));
    }
  }

  @Test
  void aNewSampleIsSentOnce() throws Exception {
    List<Long> moments = new ArrayList<>();
    try (BufferedReader events = lines(follow())) {
      while (moments.size() < 2) {
        if ("event: sample".equals(events.readLine())) {
          moments.add(data(events).path("at").asLong());
        }
      }
    }
    assertThat(moments.get(1) - moments.get(0)).isGreaterThan(3_000);
  }

  @Test
  void theHistoryCanBeAskedForAlone() throws Exception {
    JsonNode history =
        Json.tree(new String(get("/history").body().readAllBytes(), StandardCharsets.UTF_8));

    assertThat(history.path("intervalSeconds").asDouble()).isEqualTo(5);
    assertThat(history.path("samples").path(0).path("lag").isNumber()).isTrue();
  }

  @Test
  void moreCallersThanAllowedAreSentAwayUntilOneLeaves() throws Exception {
    List<HttpResponse<InputStream>> followers = new ArrayList<>();
    for (int i = 0; i < AdminAccess.DEFAULT.limits().maxEventStreams(); i++) {
      followers.add(follow());
    }

    HttpResponse<InputStream> refused = follow();

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(get("/status").statusCode()).isEqualTo(200);
    followers.get(0).body().close();
    await().until(() -> follow().statusCode() == 200);
  }

  private HttpResponse<InputStream> follow() throws IOException, InterruptedException {
    return get("/events");
  }

  private HttpResponse<InputStream> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  private static BufferedReader lines(HttpResponse<InputStream> response) {
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static JsonNode data(BufferedReader events) throws IOException {
    String line = events.readLine();
    assertThat(line).startsWith("data: ");
    events.readLine();
    return Json.tree(line.substring("data: ".length()));
  }
}
