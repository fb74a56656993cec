package dev.lockstep.testing.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.postgres.SharedServer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The servers of a run that tests of whole pipelines share, at the same time; each starts when it
 * is asked for.
 */
public final class SharedSources implements ParameterResolver {
  private static final String OF_PIPELINES = "of pipelines";

  /** The servers by their kind. */
  public interface Servers {
    /** The one of a kind; the caller makes databases of its own, and leaves the server running. */
    SourceServer get(Dbms dbms);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Servers.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Servers servers =
        dbms -> {
          assumeTrue(TestServers.runs(dbms));
          return dbms == Dbms.MYSQL
              ? new MysqlSource(SharedMysql.server(context, OF_PIPELINES))
              : new PostgresSource(SharedServer.server(context, OF_PIPELINES));
        };
    return servers;
  }
}
