package dev.lockstep.testing.servers;

import dev.lockstep.demo.MysqlServer;
import dev.lockstep.demo.Ports;
import dev.lockstep.demo.PostgresServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the servers of tests: of the binaries that come as libraries, or of the image that {@code
 * -Pcontainers} is about to test with.
 */
public final class TestServers {
  /** The system property that names the image. */
  public static final String IMAGE = "lockstep.test.image";

  private TestServers() {}

  /** Starts a MySQL server, with settings over those of {@link MysqlServer#rowBinlog}. */
  public static MysqlServer mysql(Path dir, Map<String, String> settings) {
    Optional<String> image = image(Dbms.MYSQL);
    if (image.isEmpty()) {
      return MysqlServer.start(dir, settings);
    }
    Map<String, String> all = new LinkedHashMap<>(MysqlServer.rowBinlog());
    all.putAll(settings);
    int port = Ports.free();
    return MysqlServer.start(dir, port, ContainerProgram.mysql(image.get(), port, all));
  }

  /** Starts a PostgreSQL server. */
  public static PostgresServer postgres(Path dir, Map<String, String> settings) {
    Optional<String> image = image(Dbms.POSTGRES);
    if (image.isEmpty()) {
      return PostgresServer.start(dir, settings);
    }
    int port = Ports.free();
    return PostgresServer.start(dir, port, ContainerProgram.postgres(image.get(), port, settings));
  }

  /** Whether tests on a database are asked for: all, unless there is an image of the other one. */
  public static boolean runs(Dbms dbms) {
    return System.getProperty(IMAGE) == null || image(dbms).isPresent();
  }

  private static Optional<String> image(Dbms dbms) {
    return Optional.ofNullable(System.getProperty(IMAGE))
        .filter(image -> image.startsWith(dbms.name().toLowerCase(java.util.Locale.ROOT) + ":"));
  }
}
