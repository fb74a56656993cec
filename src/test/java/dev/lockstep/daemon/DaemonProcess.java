package dev.lockstep.daemon;

import dev.lockstep.inspect.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@code bin/lockstep} process of the packaged distribution. */
final class DaemonProcess implements AutoCloseable {
  /** In a process that lives for seconds the larger compiler costs more than it gives. */
  static final String OPTIONS = "-Xmx256m -XX:TieredStopAtLevel=1";

  private static final int ANSWER_MILLIS = 5_000;

  private final Process process;
  private final Path output;

  private DaemonProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts a command with small heaps and dummy credentials. */
  static DaemonProcess start(Path output, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of("target/dist/bin/lockstep").toAbsolutePath().toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().put("LOCKSTEP_JAVA_OPTS", OPTIONS + " " + ClassArchive.use());
    builder.environment().put("AWS_ACCESS_KEY_ID", "local");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "local");
    builder.environment().putAll(environment);
    try {
      return new DaemonProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end; returns its exit code. */
  static int run(Path output, String... arguments) throws InterruptedException {
    try (DaemonProcess process = start(output, Map.of(), List.of(arguments))) {
      return process.awaitExit(Duration.ofMinutes(2));
    }
  }

  /** Waits for the end; kills the process and fails when it does not come. */
  int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + limit + ":\n" + printed());
    }
    return process.exitValue();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, and the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return awaitExit(Duration.ofMinutes(1));
  }

  /** Sends a signal, by its name without {@code SIG}, and waits for nothing. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** All that the process (and those before it with the same file) printed. */
  String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of an admin page, or an empty text while there is none. */
  static String get(int port, String path) {
    return ask(port, path, connection -> {});
  }

  /** What an order is answered, or an empty text if it is refused. */
  static String post(int port, String path, String json) {
    return ask(
        port,
        path,
        connection -> {
          connection.setRequestMethod("POST");
          connection.setRequestProperty("Content-Type", "application/json");
          connection.setDoOutput(true);
          connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
        });
  }

  private interface Question {
    void put(HttpURLConnection connection) throws IOException;
  }

  private static String ask(int port, String path, Question question) {
    try {
      // Not the newer client, which brings threads and TLS of its own to every question.
      HttpURLConnection connection =
          (HttpURLConnection) new URL("http://127.0.0.1:" + port + path).openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      question.put(connection);
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
