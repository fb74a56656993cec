package dev.lockstep.source.debezium;

import java.lang.management.ManagementFactory;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.ReflectionException;

/**
 * Whether Debezium's reader of the binary log is connected. A server that ends the connection
 * between two events, as KILL makes it do, ends the reader without a failure, and nothing but the
 * engine's metrics tell of it.
 */
final class BinlogReader {
  private final ObjectName metrics;

  /**
   * @param prefix the name of the engine's metrics
   */
  BinlogReader(String prefix) {
    try {
      metrics =
          new ObjectName(
              "debezium.mysql:type=connector-metrics,context=streaming,server=" + prefix);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(prefix, e);
    }
  }

  /** Whether it was connected, and is no longer. */
  boolean isCutOff() {
    try {
      boolean connected = Boolean.TRUE.equals(read("Connected"));
      return !connected && read("NumberOfDisconnects") instanceof Long count && count > 0;
    } catch (InstanceNotFoundException | AttributeNotFoundException e) {
      // The engine has not begun to read, or has ended and says why.
      return false;
    } catch (MBeanException | ReflectionException e) {
      throw new IllegalStateException("the engine's metrics cannot be read", e);
    }
  }

  private Object read(String attribute)
      throws InstanceNotFoundException,
          AttributeNotFoundException,
          MBeanException,
          ReflectionException {
    return ManagementFactory.getPlatformMBeanServer().getAttribute(metrics, attribute);
  }
}
