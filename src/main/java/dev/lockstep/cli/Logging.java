package dev.lockstep.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * What is logged, and how: to standard error, because standard output is for answers. A daemon logs
 * its state changes; a command only what somebody should look at.
 */
public final class Logging {
  private static final String LEVEL = "lockstep.level";

  private Logging() {}

  /** For a command that ends by itself: warnings only, as text. */
  public static void forCommand() {
    configure("logback.xml", "WARN");
  }

  /** For a daemon: one line per state change. */
  static void forDaemon(boolean json) {
    configure(json ? "logback-json.xml" : "logback.xml", "INFO");
  }

  private static void configure(String resource, String level) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.putProperty(LEVEL, System.getProperty(LEVEL, level));
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(resource(resource));
    } catch (JoranException e) {
      throw new IllegalStateException("the log configuration in the jar is broken", e);
    }
  }

  private static URL resource(String name) {
    return Objects.requireNonNull(Logging.class.getClassLoader().getResource(name), name);
  }
}
