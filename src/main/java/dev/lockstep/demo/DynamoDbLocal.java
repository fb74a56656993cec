package dev.lockstep.demo;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.debezium.QuietParsers;
import java.net.URI;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * A DynamoDB Local in this process, in memory, on a loopback port. All credentials and regions see
 * the same tables. It is a correctness target, no speed target: one or two thousand writes a
 * second.
 */
public final class DynamoDbLocal implements AutoCloseable {
  private static final String[] PARSERS = {
    "com.amazon.dynamodb.grammar.DynamoDbGrammarLexer",
    "com.amazon.dynamodb.grammar.DynamoDbGrammarParser"
  };

  private static final int MAX_THREADS = 32;
  private static final int MIN_THREADS = 2;

  private final Server server;
  private final LocalDynamoDBRequestHandler requests;
  private final ServerConnector connector;

  private DynamoDbLocal(int port) throws DynamoDBLocalServiceException {
    requests = new LocalDynamoDBRequestHandler(0, true, null, true, false);
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("dynamodb-local");
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new LocalDynamoDBServerHandler(requests, null));
  }

  /**
   * Starts one; it is ready when this returns.
   *
   * @param port the port, or 0 for any free one
   * @throws LockstepException if the port is taken or the native library is missing
   */
  public static DynamoDbLocal start(int port) {
    NativeSqlite.locate();
    silenceItsLog();
    try {
      QuietParsers.load(PARSERS);
      DynamoDbLocal local = new DynamoDbLocal(port);
      local.server.start();
      return local;
    } catch (Exception e) {
      throw new LockstepException(cannotStart(port, e), e);
    }
  }

  // Without a backend, log4j's API prints what it has to standard output.
  private static void silenceItsLog() {
    System.setProperty(
        "log4j2.loggerContextFactory",
        "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
    System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
  }

  private static Problem cannotStart(int port, Exception e) {
    return Problem.error(
        Category.TARGET,
        "DYNAMODB-LOCAL-START",
        "DynamoDB Local does not start: " + e.getMessage(),
        "port " + port,
        "free the port, or let any free one be taken");
  }

  /** Where it listens, for example {@code http://127.0.0.1:41234}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /** Stops it; its tables are gone. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local does not stop", e);
    } finally {
      requests.shutdown();
    }
  }
}
