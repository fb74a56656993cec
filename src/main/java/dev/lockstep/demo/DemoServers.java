package dev.lockstep.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The demo's servers and its folder; all gone when it is closed. */
final class DemoServers implements AutoCloseable {
  private static final String DATABASE = "shop";

  private final Path folder;
  private final PostgresServer postgres;
  private final DynamoDbLocal dynamodb;

  private DemoServers(Path folder, PostgresServer postgres, DynamoDbLocal dynamodb) {
    this.folder = folder;
    this.postgres = postgres;
    this.dynamodb = dynamodb;
  }

  static DemoServers start() throws IOException, SQLException {
    Path folder = Files.createTempDirectory("lockstep-demo-");
    PostgresServer postgres = null;
    DynamoDbLocal dynamodb = null;
    try {
      postgres =
          PostgresServer.start(folder.resolve("postgres"), PostgresServer.logicalReplication());
      postgres.createDatabase(DATABASE);
      dynamodb = DynamoDbLocal.start(0);
      return new DemoServers(folder, postgres, dynamodb);
    } finally {
      if (dynamodb == null) {
        if (postgres != null) {
          postgres.close();
        }
        delete(folder);
      }
    }
  }

  Connection connect() throws SQLException {
    return postgres.connect(DATABASE);
  }

  String jdbc() {
    return postgres.jdbcUrl(DATABASE);
  }

  URI endpoint() {
    return dynamodb.endpoint();
  }

  /**
   * Writes the configuration that a user would write for these servers; the mapping lies beside it.
   */
  Path configure() throws IOException {
    useNobodysCredentials();
    Files.writeString(folder.resolve("shop.yaml"), Shop.resource("/mappings/shop.yaml"));
    List<String> lines =
        List.of(
            "pipeline: shop",
            "source:",
            "  kind: postgres",
            "  host: localhost",
            "  port: " + postgres.port(),
            "  database: " + DATABASE,
            "  user: " + postgres.superuser(),
            "  password: demo",
            "target:",
            "  region: eu-west-1",
            "  endpoint: " + dynamodb.endpoint(),
            "  exclusive: true",
            // A busy machine is slow; that must not look like an outcome that nobody knows.
            "  write-timeout: 30s",
            "mapping: shop.yaml",
            "data-dir: data",
            "admin:",
            "  listen: 127.0.0.1:0");
    return Files.write(folder.resolve("lockstep.yaml"), lines);
  }

  // DynamoDB Local takes any; those of whoever tries the demo have no business here.
  private static void useNobodysCredentials() {
    System.setProperty("aws.accessKeyId", "demo");
    System.setProperty("aws.secretAccessKey", "demo");
  }

  @Override
  public void close() {
    try {
      dynamodb.close();
    } finally {
      postgres.close();
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
