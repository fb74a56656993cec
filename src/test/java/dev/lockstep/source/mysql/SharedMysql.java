package dev.lockstep.source.mysql;

import dev.lockstep.demo.MysqlServer;
import dev.lockstep.testing.servers.Folders;
import dev.lockstep.testing.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One server for all tests of a run that ask for it; each test class makes its own database. */
public final class SharedMysql implements ParameterResolver {
  /**
   * What a class locks that uses the server: its tests change settings, purge the log or hold
   * transactions open, which others of the server would feel.
   */
  public static final String LOCK = "the shared MySQL server";

  private static final String SHARED = "shared";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == MysqlServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server(context, SHARED);
  }

  /** The server that classes with the {@link #LOCK} share, which starts if it does not run. */
  public static MysqlServer server(ExtensionContext context) {
    return server(context, SHARED);
  }

  /** The server of a name, which starts if it does not run. */
  public static MysqlServer server(ExtensionContext context, String name) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedMysql.class))
        .getOrComputeIfAbsent(name, key -> new Running(), Running.class)
        .server;
  }

  private static final class Running implements AutoCloseable {
    private final MysqlServer server;
    private final Path dir;

    Running() {
      try {
        dir = Files.createTempDirectory("lockstep-mysql-test");
        server = TestServers.mysql(dir, settings());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Tests count up to large numbers in one statement, and hold rows of any size. */
    private static Map<String, String> settings() {
      return Map.of("cte-max-recursion-depth", "2000000", "max-allowed-packet", "64M");
    }

    @Override
    public void close() {
      server.close();
      Folders.delete(dir);
    }
  }
}
