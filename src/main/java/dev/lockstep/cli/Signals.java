package dev.lockstep.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Handles signals of the operating system. The JDK has had the same class for that since 1.4, but
 * only as one that must not be named at compile time, hence the reflection.
 */
final class Signals {
  private Signals() {}

  /**
   * Calls a handler, on a thread of its own, whenever a signal comes; does nothing where the JVM
   * keeps the signal to itself ({@code -Xrs}).
   *
   * @param name without {@code SIG}
   */
  static void handle(String name, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> listener = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, listener)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              proxy(listener, handler));
    } catch (ReflectiveOperationException e) {
      // Then the signal ends the process, as it would have without us.
      return;
    }
  }

  private static Object proxy(Class<?> listener, Runnable handler) {
    InvocationHandler calls =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                handler.run();
                yield null;
              }
              case "equals" -> self == arguments[0];
              case "hashCode" -> System.identityHashCode(self);
              default -> "signal handler";
            };
    return Proxy.newProxyInstance(listener.getClassLoader(), new Class<?>[] {listener}, calls);
  }
}
