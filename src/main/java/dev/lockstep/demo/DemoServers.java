package dev.lockstep.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The demo's servers and its folder; all gone when it is closed. */
final class DemoServers implements AutoCloseable {
  private final Path folder;
  private final ShopServer shop;
  private final DynamoDbLocal dynamodb;

  private DemoServers(Path folder, ShopServer shop, DynamoDbLocal dynamodb) {
    this.folder = folder;
    this.shop = shop;
    this.dynamodb = dynamodb;
  }

  static DemoServers start(DemoSource source) throws IOException, SQLException {
    Path folder = Files.createTempDirectory("lockstep-demo-");
    ShopServer shop = null;
    DynamoDbLocal dynamodb = null;
    try {
      shop = source.start(folder.resolve("source"));
      shop.create();
      dynamodb = DynamoDbLocal.start(0);
      return new DemoServers(folder, shop, dynamodb);
    } finally {
      if (dynamodb == null) {
        if (shop != null) {
          shop.close();
        }
        delete(folder);
      }
    }
  }

  ShopServer shop() {
    return shop;
  }

  Connection connect() throws SQLException {
    return shop.connect();
  }

  URI endpoint() {
    return dynamodb.endpoint();
  }

  /**
   * Writes the configuration that a user would write for these servers; the mapping lies beside it.
   */
  Path configure() throws IOException {
    useNobodysCredentials();
    Files.writeString(folder.resolve("shop.yaml"), shop.dialect().mapping());
    List<String> lines = new ArrayList<>(List.of("pipeline: shop", "source:"));
    shop.configuration().forEach(line -> lines.add("  " + line));
    lines.addAll(
        List.of(
            "target:",
            "  region: eu-west-1",
            "  endpoint: " + dynamodb.endpoint(),
            "  exclusive: true",
            // A busy machine is slow; that must not look like an outcome that nobody knows.
            "  write-timeout: 30s",
            "mapping: shop.yaml",
            "data-dir: data",
            "admin:",
            "  listen: 127.0.0.1:0"));
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
      shop.close();
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
