package dev.lockstep.cli;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGTERM and Ctrl-C into a clean end: the signal asks the command to end, and the process
 * waits until it has, so that its last words are printed and its exit code is its own.
 */
public final class Shutdown {
  private static final long LIMIT_SECONDS = 60;

  private final CopyOnWriteArrayList<Runnable> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.INTERNAL;

  /** Listens to the process's signals from now on. */
  void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "shutdown"));
  }

  /**
   * What a signal asks for.
   *
   * @param request must return soon: it asks the command to end, and does not end it
   */
  public void onSignal(Runnable request) {
    requests.add(request);
  }

  private void onSignal() {
    requests.forEach(Runnable::run);
    try {
      if (requests.isEmpty() || finished.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process, whether or not a signal has come meanwhile. */
  void finish(int code) {
    exitCode = code;
    finished.countDown();
    Runtime.getRuntime().exit(code);
  }
}
