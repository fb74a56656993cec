package dev.lockstep.testing.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A page in the browser, as somebody with eyes, keys, a pointer or a screen reader meets it. */
public final class Tab {
  private static final Map<String, Integer> KEYS =
      Map.of("Tab", 9, "Enter", 13, "Escape", 27, "Space", 32, "ArrowLeft", 37, "ArrowRight", 39);

  private final Wire wire;
  private final int width;
  private final int height;

  Tab(Wire wire, int width, int height) {
    this.wire = wire;
    this.width = width;
    this.height = height;
    Stream.of("Page", "Runtime", "Log", "Accessibility", "Network")
        .forEach(domain -> wire.call(domain + ".enable", Map.of()));
    resize(height);
    dark(false);
  }

  private void resize(int tall) {
    wire.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", tall, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** What the person prefers. */
  public void dark(boolean dark) {
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    wire.call("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  /** Goes to an address, and waits until the page is there. */
  public void visit(URI address) {
    wire.call("Page.navigate", Map.of("url", address.toString()));
    until("document.readyState === 'complete' && location.href.startsWith('" + address + "')");
  }

  /** The value of a JavaScript expression. */
  public JsonNode value(String expression) {
    JsonNode result =
        wire.call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Waits until an expression is true. */
  public void until(String expression) {
    await(expression)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> value("!!(" + expression + ")").asBoolean());
  }

  /** Waits until the text can be read on the page. */
  public void untilShown(String text) {
    until("document.body.innerText.includes(" + quoted(text) + ")");
  }

  /** The text of an element as it can be read; empty if it is hidden. */
  public String text(String selector) {
    return value("document.querySelector(" + quoted(selector) + ").innerText").asText();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** Clicks into the middle of an element with the pointer. */
  public void click(String selector) {
    JsonNode at =
        value(
            "(e => { e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
                + " return [b.x + b.width / 2, b.y + b.height / 2] })(document.querySelector("
                + quoted(selector)
                + "))");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      wire.call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              at.path(0).asDouble(),
              "y",
              at.path(1).asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Presses a key: Tab, Enter, Escape, Space, ArrowLeft, ArrowRight. */
  public void press(String key) {
    String text = key.equals("Enter") ? "\r" : key.equals("Space") ? " " : "";
    Map<String, Object> stroke =
        Map.of(
            "key",
            key.equals("Space") ? " " : key,
            "code",
            key,
            "windowsVirtualKeyCode",
            KEYS.get(key),
            "text",
            text);
    wire.call("Input.dispatchKeyEvent", with(stroke, text.isEmpty() ? "rawKeyDown" : "keyDown"));
    wire.call("Input.dispatchKeyEvent", with(stroke, "keyUp"));
  }

  private static Map<String, Object> with(Map<String, Object> stroke, String type) {
    Map<String, Object> event = new HashMap<>(stroke);
    event.put("type", type);
    return event;
  }

  /** Types into what has the focus. */
  public void type(String text) {
    wire.call("Input.insertText", Map.of("text", text));
  }

  /** What a screen reader finds: the role and the name of everything that it does not pass over. */
  public List<Spoken> spoken() {
    List<Spoken> all = new ArrayList<>();
    for (JsonNode node : wire.call("Accessibility.getFullAXTree", Map.of()).path("nodes")) {
      if (!node.path("ignored").asBoolean()) {
        all.add(
            new Spoken(
                node.path("role").path("value").asText(),
                node.path("name").path("value").asText()));
      }
    }
    return all;
  }

  /** A thing on the page as a screen reader says it. */
  public record Spoken(String role, String name) {}

  /** All that the browser complained of: errors of scripts, and what the page's policy forbade. */
  public List<String> complaints() {
    return Stream.of(
            wire.events("Runtime.exceptionThrown").stream(),
            wire.events("Runtime.consoleAPICalled").stream(),
            wire.events("Log.entryAdded").stream())
        .flatMap(events -> events)
        .map(JsonNode::toString)
        .toList();
  }

  /** The addresses of everything that was fetched over the network. */
  public List<String> fetched() {
    return wire.events("Network.requestWillBeSent").stream()
        .map(event -> event.path("request").path("url").asText())
        .toList();
  }

  /** Takes a picture of the whole page, from its top to its end. */
  public void picture(Path file) {
    resize(Math.max(height, value("document.documentElement.scrollHeight").asInt()));
    JsonNode picture = wire.call("Page.captureScreenshot", Map.of("format", "png"));
    resize(height);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the page. */
  public void close() {
    wire.call("Page.close", Map.of());
  }
}
