package dev.lockstep.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Lockstep as its users run it: the packaged launcher, a configuration, the admin API. */
final class LockstepProcess implements AutoCloseable {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("lockstep.dist", "target/dist")).resolve("bin/lockstep");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final int ACCEPTED = 202;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long PHASE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final ChildProcess process;
  private final URI admin;

  private LockstepProcess(ChildProcess process, URI admin) {
    this.process = process;
    this.admin = admin;
  }

  /** Creates the pipeline's target tables. */
  static void createTables(Path config, Path log) throws IOException, InterruptedException {
    ChildProcess tables = ChildProcess.logged(command("tables", config), log);
    if (tables.awaitEnd() != 0) {
      throw new IOException("lockstep tables failed" + tables.tail());
    }
  }

  /** Starts the daemon; its admin port must be the configuration's. */
  static LockstepProcess run(Path config, Path log, int adminPort) throws IOException {
    return new LockstepProcess(
        ChildProcess.logged(command("run", config), log),
        URI.create("http://127.0.0.1:" + adminPort + "/"));
  }

  private static List<String> command(String name, Path config) {
    return List.of(LAUNCHER.toString(), name, "--config", config.toString());
  }

  /**
   * Writes the two files of a pipeline that maps one table.
   *
   * @param joins what the item type has besides its key; empty to map row by row
   */
  static Path configure(
      Path dir,
      String pipeline,
      String table,
      String joins,
      BenchSetup setup,
      URI target,
      int adminPort)
      throws IOException {
    Files.createDirectories(dir);
    String mapping =
        """
        tables:
          %1$s:
            partition-key: pk
        items:
          row:
            table: %1$s
            from: public.%2$s
            key: { pk: "ROW#{id}" }
        %3$s"""
            .formatted(pipeline, table, joins.indent(4));
    Files.writeString(
        dir.resolve("mapping.yaml"), setup.source().mapping(mapping, setup.database()));
    String source =
        setup.configuration(pipeline).entrySet().stream()
            .map(said -> "  " + said.getKey() + ": " + said.getValue())
            .collect(Collectors.joining("\n"));
    Path config = dir.resolve("lockstep.yaml");
    Files.writeString(
        config,
        """
        pipeline: %5$s
        source:
        %2$s
        target:
          region: eu-west-1
          endpoint: %3$s
          control-table: %1$s-control
          exclusive: true
        mapping: mapping.yaml
        data-dir: data
        admin:
          listen: 127.0.0.1:%4$d
        """
            .formatted(pipeline, source, target, adminPort, pipeline.replace('_', '-')));
    return config;
  }

  ProcessHandle handle() {
    return process.handle();
  }

  /** Waits until the pipeline is in one of the phases. */
  void awaitPhase(String... phases) throws IOException, InterruptedException {
    Set<String> expected = Set.of(phases);
    long limit = System.nanoTime() + PHASE_LIMIT_NANOS;
    String phase = "none";
    while (!expected.contains(phase)) {
      if (!process.isAlive() || phase.equals("failed") || System.nanoTime() > limit) {
        throw new IOException("Lockstep is not " + expected + " but " + phase + process.tail());
      }
      LockSupport.parkNanos(POLL_NANOS);
      phase = phase();
    }
  }

  private String phase() throws IOException, InterruptedException {
    try {
      return status().path("phase").asText();
    } catch (ConnectException e) {
      return "none";
    }
  }

  /** Item writes that took effect since this process started. */
  long writes() throws IOException, InterruptedException {
    return status().path("counters").path("writes").asLong();
  }

  /** Rows that the load has read. */
  long loadedRows() throws IOException, InterruptedException {
    long rows = 0;
    for (JsonNode table : status().path("load").path("tables")) {
      rows += table.path("rows").asLong();
    }
    return rows;
  }

  /** Commit to acknowledgement, since this process started. */
  Histogram applyLatency() throws IOException, InterruptedException {
    return Histogram.parse(get(admin.resolve("metrics")), "lockstep_apply_latency_seconds");
  }

  /** What the admin API has at a path. */
  JsonNode ask(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(admin.resolve(path)));
  }

  /** Gives an order that must be taken. */
  JsonNode order(String path, String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(admin.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(path + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private JsonNode status() throws IOException, InterruptedException {
    return ask("status");
  }

  /**
   * Verifies everything.
   *
   * @param items that are to be compared, each of which has to be right
   */
  void verify(long items) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(admin.resolve("verify"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"mode\":\"full\"}"))
            .build();
    HttpResponse<String> begun = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (begun.statusCode() != ACCEPTED) {
      throw new IOException("no verification was begun: " + begun.body());
    }
    JsonNode shown = JSON.readTree(get(admin.resolve("verify")));
    while (shown.path("progress").path("state").asText().equals("running")) {
      LockSupport.parkNanos(POLL_NANOS);
      shown = JSON.readTree(get(admin.resolve("verify")));
    }
    JsonNode report = shown.path("report");
    JsonNode type = report.path("types").path(0);
    if (!report.path("outcome").asText().equals("equal")
        || type.path("compared").asLong() != items
        || report.path("tables").path(0).path("scanned").asLong() != items) {
      throw new IOException("not all is right, or not all was verified: " + shown);
    }
  }

  /** The body of an answer. */
  static String get(URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Stops the daemon the way its users do. */
  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
