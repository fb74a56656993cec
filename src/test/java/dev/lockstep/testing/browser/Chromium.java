package dev.lockstep.testing.browser;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium process with a profile of its own. */
public final class Chromium implements AutoCloseable {
  /** Set where the tests of the page must run: a machine without a browser fails then. */
  private static final String REQUIRED = "LOCKSTEP_BROWSER_REQUIRED";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-extensions",
          "--hide-scrollbars",
          "--lang=en",
          "--remote-debugging-port=0");

  private final Process process;
  private final Path portFile;
  private final HttpClient http = HttpClient.newHttpClient();

  private Chromium(Process process, Path portFile) {
    this.process = process;
    this.portFile = portFile;
  }

  /**
   * Starts the machine's Chromium. Where there is none, the test that asked is passed over with a
   * line that says so, or fails if the environment says that there must be one.
   *
   * @param profile an empty folder
   */
  public static Chromium start(Path profile) {
    List<String> command = new ArrayList<>();
    command.add(executable().toString());
    command.addAll(FLAGS);
    command.add("--user-data-dir=" + profile);
    command.add("about:blank");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(profile.resolve("chromium.log").toFile())
              .start();
      return new Chromium(process, profile.resolve("DevToolsActivePort"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path executable() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(Chromium::none);
  }

  private static Path none() {
    String message = "there is no Chromium on the PATH, so the dashboard is not tested";
    return System.getenv(REQUIRED) == null ? abort(message) : fail(message);
  }

  /** A new page without content, in a window of the given size. */
  public Tab open(int width, int height) {
    URI address = URI.create("http://127.0.0.1:" + port() + "/json/new?about:blank");
    HttpRequest request =
        HttpRequest.newBuilder(address).PUT(HttpRequest.BodyPublishers.noBody()).build();
    try {
      String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      String socket = new ObjectMapper().readTree(answer).path("webSocketDebuggerUrl").asText();
      return new Tab(Wire.open(http, URI.create(socket)), width, height);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The browser writes its port, and a line after it, when it is ready. */
  private String port() {
    List<String> lines =
        await()
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptions()
            .until(() -> Files.readAllLines(portFile), found -> found.size() > 1);
    return Objects.requireNonNull(lines).get(0);
  }

  /** Ends it with all that it has started, so that nobody writes into its folder any more. */
  @Override
  public void close() {
    List<ProcessHandle> started =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    started.forEach(ProcessHandle::destroyForcibly);
    started.forEach(one -> one.onExit().join());
  }
}
