package dev.lockstep.source.postgres;

import dev.lockstep.demo.PostgresServer;
import dev.lockstep.testing.servers.Folders;
import dev.lockstep.testing.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One server for all tests of a run that ask for it; each test class makes its own database. */
public final class SharedServer implements ParameterResolver {
  /**
   * What a class locks that uses the server: its tests change settings, purge the log or hold
   * transactions open, which others of the server would feel.
   */
  public static final String LOCK = "the shared PostgreSQL server";

  private static final String SHARED = "shared";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PostgresServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server(context, SHARED);
  }

  /** The server that classes with the {@link #LOCK} share, which starts if it does not run. */
  public static PostgresServer server(ExtensionContext context) {
    return server(context, SHARED);
  }

  /** The server of a name, which starts if it does not run. */
  public static PostgresServer server(ExtensionContext context, String name) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedServer.class))
        .getOrComputeIfAbsent(name, key -> new Running(), Running.class)
        .server;
  }

  private static final class Running implements AutoCloseable {
    private final PostgresServer server;
    private final Path dir;

    Running() {
      try {
        dir = Files.createTempDirectory("lockstep-source-test");
        server = TestServers.postgres(dir.resolve("pg"), settings());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    /** Every database of a test may leave a slot behind. */
    private static Map<String, String> settings() {
      Map<String, String> settings = new HashMap<>(PostgresServer.logicalReplication());
      settings.put("max_replication_slots", "128");
      return settings;
    }

    @Override
    public void close() {
      server.close();
      Folders.delete(dir);
    }
  }
}
