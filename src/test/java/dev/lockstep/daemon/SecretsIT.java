package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon and its commands with known secrets leave none of them anywhere. */
class SecretsIT {
  private static final String MAPPING =
      """
      tables:
        shop: { partition-key: pk }
      items:
        customer: { table: shop, from: public.customers, key: { pk: "C#{id}" } }
      """;
  private static final String OPERATOR = "s3cr3t-operator-0a1b";
  private static final String LOOKER = "s3cr3t-looker-2c3d";

  /** All have a part in common, so that a piece of one is found too. */
  private static final String ALL = "s3cr3t";

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SOURCE_PASSWORD", "s3cr3t-source-4e5f",
          "ENGINE_PROPERTY", "s3cr3t-engine-6a7b",
          "AWS_SECRET_ACCESS_KEY", "s3cr3t-aws-8c9d",
          "AWS_SESSION_TOKEN", "s3cr3t-session-0e1f",
          "OPERATOR_TOKEN", OPERATOR,
          "LOOKER_TOKEN", LOOKER,
          "LOCKSTEP_JAVA_OPTS", DaemonProcess.OPTIONS + " -Dlockstep.level=DEBUG");

  @TempDir private Path dir;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> left = new LinkedHashMap<>();

  @Test
  void noSecretIsInAnythingThatIsLeftBehind() throws Exception {
    try (World world = World.create(dir)) {
      createCustomers(world);
      String config = configure(world);
      command("tables", "tables", "--config", config);
      command("check", "check", "--config", config);
      daemon(world, config, "text");
      daemon(world, config, "json");
      mistakes(config);
      left.put("control table", scan(world));
    }

    assertThat(left).allSatisfy((what, text) -> assertThat(text).as(what).isNotEmpty());
    assertThat(left).allSatisfy((what, text) -> assertThat(text).as(what).doesNotContain(ALL));
  }

  private static void createCustomers(World world) throws SQLException {
    try (Connection source = DriverManager.getConnection(world.jdbcUrl());
        Statement statement = source.createStatement()) {
      statement.execute("CREATE TABLE customers (id bigint PRIMARY KEY, name text)");
      statement.execute("INSERT INTO customers VALUES (1, 'Ada'), (2, 'Alan')");
    }
  }

  private static String configure(World world) throws IOException {
    Path config =
        world.configure(
            MAPPING,
            "lease.duration=30s",
            "source.password=${env:SOURCE_PASSWORD}",
            "source.debezium={ custom.property: '${env:ENGINE_PROPERTY}' }");
    Files.writeString(
        config,
        "  token: ${env:OPERATOR_TOKEN}\n  read-only-token: ${env:LOOKER_TOKEN}\n",
        StandardOpenOption.APPEND);
    return config.toString();
  }

  /** Runs one, asks for all that it shows, gives it orders, and asks wrongly. */
  private void daemon(World world, String config, String format) throws Exception {
    Path log = dir.resolve("daemon-" + format + ".log");
    List<String> run = List.of("run", "--config", config, "--log-format", format);
    try (DaemonProcess daemon = DaemonProcess.start(log, ENVIRONMENT, run)) {
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () ->
                  assertThat(ask(world, "/status", OPERATOR))
                      .as("the log:\n%s", daemon.printed())
                      .contains("\"streaming\""));
      for (String path : List.of("/status", "/metrics", "/history", "/", "/journal", "/nothing")) {
        left.put(format + " " + path, ask(world, path, OPERATOR));
      }
      left.put(format + " wrong token", ask(world, "/status", "wrong"));
      left.put(format + " no operator", order(world, LOOKER));
      left.put(format + " order", order(world, OPERATOR));
      left.put(format + " command line", commandLine(daemon.pid()));
      command(format + " status", "status", "--config", config);
      command(format + " status as JSON", "status", "--config", config, "--output", "json");
      assertThat(daemon.terminate()).isZero();
    }
    left.put(format + " log", Files.readString(log));
  }

  /** What goes wrong with secrets in it. */
  private void mistakes(String config) throws Exception {
    command("no daemon", "status", "--config", config);
    command("no source", "init", "--source", "postgres://u:s3cr3t-url@127.0.0.1:1/x");
    Path broken = dir.resolve("broken.yaml");
    Files.writeString(
        broken,
        Files.readString(Path.of(config))
            .replaceFirst("port: \\d+", "port: 1")
            .replace("endpoint: http://", "endpoint: http://u:s3cr3t-url@"));
    command("broken", "check", "--config", broken.toString());
    Files.writeString(
        broken, Files.readString(Path.of(config)).replaceFirst("port: \\d+", "port: 1"));
    command("unreachable", "check", "--config", broken.toString());
    Map<String, String> without = new LinkedHashMap<>(ENVIRONMENT);
    Path output = dir.resolve("wrong-token.out");
    without.put("OPERATOR_TOKEN", "s3cr3t-and-wrong");
    run(output, without, List.of("status", "--config", config));
    left.put("wrong token of a command", Files.readString(output));
  }

  private void command(String what, String... arguments) throws Exception {
    Path output = dir.resolve(what.replace(' ', '-') + ".out");
    run(output, ENVIRONMENT, List.of(arguments));
    left.put(what, Files.readString(output));
  }

  private static void run(Path output, Map<String, String> environment, List<String> arguments)
      throws InterruptedException {
    try (DaemonProcess process = DaemonProcess.start(output, environment, arguments)) {
      process.awaitExit(Duration.ofMinutes(2));
    }
  }

  private String ask(World world, String path, String token) throws InterruptedException {
    return send(request(world, path, token));
  }

  private String order(World world, String token) throws InterruptedException {
    return send(
        request(world, "/throttle", token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"writeUnitsPerSecond\": 500}")));
  }

  private static HttpRequest.Builder request(World world, String path, String token) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.adminPort() + path))
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + token);
  }

  private String send(HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return response.headers().map() + response.body();
    } catch (IOException e) {
      return "";
    }
  }

  private static String commandLine(long pid) throws IOException {
    byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
    return new String(line, StandardCharsets.UTF_8);
  }

  private static String scan(World world) {
    List<String> items = new ArrayList<>();
    world
        .items()
        .client()
        .scanPaginator(scan -> scan.tableName("lockstep-control"))
        .items()
        .forEach(item -> items.add(item.toString()));
    return items.toString();
  }
}
