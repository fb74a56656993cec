package dev.lockstep.source.debezium;

import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.source.postgres.TestDatabase;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.TestServers;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Gives a test an empty database of its own, named after it, on each of the shared servers. */
final class BothDatabases implements TestTemplateInvocationContextProvider {
  /** What PostgreSQL still takes with {@code slot_} before it. */
  private static final int LONGEST_NAME = 50;

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    return Stream.of(
            new OnOne(
                Dbms.POSTGRES,
                "PostgreSQL",
                (running, name) -> {
                  return new PostgresUnderTest(
                      new TestDatabase(SharedServer.server(running), name));
                }),
            new OnOne(
                Dbms.MYSQL,
                "MySQL",
                (running, name) -> {
                  return new MysqlUnderTest(new MysqlDatabase(SharedMysql.server(running), name));
                }))
        .filter(one -> TestServers.runs(one.dbms()))
        .map(one -> one);
  }

  /** Makes the database. */
  @FunctionalInterface
  private interface Maker {
    SourceUnderTest make(ExtensionContext running, String name) throws SQLException;
  }

  private record OnOne(Dbms dbms, String database, Maker maker)
      implements TestTemplateInvocationContext, ParameterResolver {
    @Override
    public String getDisplayName(int index) {
      return database;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SourceUnderTest.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      try {
        return maker.make(context, name(context.getRequiredTestMethod().getName()));
      } catch (SQLException e) {
        throw new ParameterResolutionException("no database for the test", e);
      }
    }

    private static String name(String test) {
      String name = test.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
      return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
  }
}
