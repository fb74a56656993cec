package dev.lockstep.daemon;

import dev.lockstep.demo.DynamoDbLocal;
import dev.lockstep.demo.Ports;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.PostgresSource;
import dev.lockstep.testing.servers.SourceServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A source server, a target and a folder with the files of one pipeline, for a daemon that runs as
 * a process.
 */
final class World implements AutoCloseable {
  /** Between two looks at all items, which DynamoDB Local takes as long for as for many writes. */
  static final Duration ITEMS_POLL = Duration.ofSeconds(2);

  private static final String DATABASE = "bank";

  private final Path dir;
  private final SourceServer source;
  private final String database;
  private final Runnable end;
  private final DynamoDbLocal dynamo;
  private final TargetItems items;
  private final int adminPort;

  private World(Path dir, SourceServer source, String database, Runnable end) {
    this.dir = dir;
    this.source = source;
    this.database = database;
    this.end = end;
    this.dynamo = DynamoDbLocal.start(0);
    this.items = new TargetItems(dynamo.endpoint());
    this.adminPort = Ports.free();
  }

  /** A world with an empty database {@code bank}. */
  static World create(Path dir) {
    return create(dir, Dbms.POSTGRES);
  }

  static World create(Path dir, Dbms dbms) {
    SourceServer own = dbms.start(dir.resolve("source"));
    return open(new World(dir, own, DATABASE, own::close));
  }

  /** A world on a server that others use too, with an empty database of its own. */
  static World over(SourceServer shared, String database, Path dir) {
    return open(new World(dir, shared, database, () -> forget(shared, database)));
  }

  private static World open(World world) {
    try {
      world.source.createDatabase(world.database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return world;
  }

  /** The server may take a moment to notice that a reader was killed. */
  private static void forget(SourceServer shared, String database) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(
            () -> {
              shared.forget(database);
              return true;
            });
  }

  SourceServer source() {
    return source;
  }

  /** Runs statements in the source, each in its own transaction. */
  void execute(String... statements) throws SQLException {
    source.execute(database, statements);
  }

  /** The source, which must be PostgreSQL. */
  PostgresServer postgres() {
    return ((PostgresSource) source).server();
  }

  TargetItems items() {
    return items;
  }

  URI endpoint() {
    return dynamo.endpoint();
  }

  String jdbcUrl() {
    return source.jdbcUrl(database);
  }

  int adminPort() {
    return adminPort;
  }

  Path log() {
    return dir.resolve("daemon.log");
  }

  /** The configuration that was written last. */
  Path config() {
    return dir.resolve("lockstep.yaml");
  }

  /** As {@code lockstep tables} does, without a process for it. */
  void createTables() throws InterruptedException {
    new LiveOperations().createTables(config(), table -> {});
  }

  /** The last lines that the daemons of this world printed. */
  String lastOfLog() throws IOException {
    if (!Files.exists(log())) {
      return "(none: no process was started)";
    }
    List<String> lines = Files.readAllLines(log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  /** Writes the pipeline's files; returns the configuration. */
  Path configure(String mapping, String... overrides) {
    return configure(endpoint(), mapping, overrides);
  }

  /** The same with another endpoint: a proxy in front of the target. */
  Path configure(URI endpoint, String mapping, String... overrides) {
    Map<String, String> lines = new LinkedHashMap<>();
    source
        .configuration(database, "lockstep_" + database)
        .forEach((key, value) -> lines.put("source." + key, value));
    lines.put("apply.late-write-horizon", "5s");
    lines.put("lease.duration", "6s");
    for (String override : overrides) {
      int colon = override.indexOf('=');
      lines.put(override.substring(0, colon), override.substring(colon + 1));
    }
    try {
      Files.createDirectories(dir);
      Files.writeString(dir.resolve("mapping.yaml"), source.mapping(mapping, database));
      return Files.writeString(dir.resolve("lockstep.yaml"), yaml(endpoint, lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration that was written last, for another daemon of the same pipeline. */
  Path another(String name, String dataDir) {
    return another(name, dataDir, endpoint());
  }

  /** The same with another endpoint. */
  Path another(String name, String dataDir, URI endpoint) {
    try {
      return Files.writeString(
          dir.resolve(name + ".yaml"),
          Files.readString(config())
              .replaceAll("endpoint: .*", "endpoint: " + endpoint)
              .replace("data-dir: data\n", "data-dir: " + dataDir + "\n")
              .replace("127.0.0.1:" + adminPort, "127.0.0.1:0"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String yaml(URI endpoint, Map<String, String> lines) {
    return "pipeline: bank\n"
        + "source:\n"
        + section("source.", lines)
        + "target:\n  region: us-east-1\n  endpoint: "
        + endpoint
        + "\n"
        + section("target.", lines)
        + "mapping: mapping.yaml\ndata-dir: data\n"
        + "apply:\n"
        + section("apply.", lines)
        + "lease:\n"
        + section("lease.", lines)
        + "admin:\n  listen: 127.0.0.1:"
        + adminPort
        + "\n";
  }

  private static String section(String prefix, Map<String, String> lines) {
    StringBuilder yaml = new StringBuilder();
    lines.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            yaml.append("  ").append(key.substring(prefix.length())).append(": ");
            yaml.append(value).append('\n');
          }
        });
    return yaml.toString();
  }

  @Override
  public void close() {
    items.close();
    dynamo.close();
    end.run();
  }
}
