package dev.lockstep.cli;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns SIGTERM and Ctrl-C into a clean end: the signal asks the command to end, and the command
 * ends by itself, with its last words and its own exit code. A JVM shutdown hook could not do that:
 * it runs beside those of the libraries, which take away what a clean end still needs. A second
 * signal ends the process at once.
 */
public final class Shutdown {
  private static final int INTERRUPTED = 130;

  private final CopyOnWriteArrayList<Runnable> requests = new CopyOnWriteArrayList<>();
  private final AtomicBoolean asked = new AtomicBoolean();

  /** Listens to the process's signals from now on. */
  void install() {
    Signals.handle("INT", this::onSignal);
    Signals.handle("TERM", this::onSignal);
  }

  /**
   * What a signal asks for.
   *
   * @param request asks the command to end; may take its time
   */
  public void onSignal(Runnable request) {
    requests.add(request);
  }

  private void onSignal() {
    if (asked.getAndSet(true)) {
      Runtime.getRuntime().halt(INTERRUPTED);
    } else if (requests.isEmpty()) {
      Runtime.getRuntime().exit(INTERRUPTED);
    } else {
      requests.forEach(Runnable::run);
    }
  }
}
