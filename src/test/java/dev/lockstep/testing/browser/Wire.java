package dev.lockstep.testing.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The DevTools protocol of one page: calls with answers, and events. */
final class Wire implements WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT_SECONDS = 60;

  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable WebSocket socket;

  static Wire open(HttpClient http, URI address) {
    Wire wire = new Wire();
    wire.socket = http.newWebSocketBuilder().buildAsync(address, wire).join();
    return wire;
  }

  /** Calls a method and waits for its result. */
  JsonNode call(String method, Map<String, ?> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    String message =
        JSON.valueToTree(Map.of("id", id, "method", method, "params", parameters)).toString();
    try {
      Objects.requireNonNull(socket).sendText(message, true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      JsonNode found = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (found.has("error")) {
        throw new AssertionError(method + ": " + found.path("error"));
      }
      return found.path("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the browser does not answer " + method, e);
    }
  }

  /** The parameters of all events of a kind so far. */
  List<JsonNode> events(String method) {
    return events.stream()
        .filter(event -> event.path("method").asText().equals(method))
        .map(event -> event.path("params"))
        .toList();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      received(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private void received(String message) {
    try {
      JsonNode json = JSON.readTree(message);
      CompletableFuture<JsonNode> answer = waiting.remove(json.path("id").asInt());
      if (answer != null) {
        answer.complete(json);
      } else {
        events.add(json);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
