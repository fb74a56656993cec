package dev.lockstep.apply;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Calls to the outside world, decided under the lock and made outside of it, one at a time and in
 * the order of the decisions: whoever finds nobody else delivering delivers, also what others add
 * meanwhile.
 */
final class Outbox {
  private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
  private final AtomicInteger undelivered = new AtomicInteger();
  private final Consumer<Throwable> onError;

  /**
   * @param onError told of a call that threw; the next ones are made nevertheless
   */
  Outbox(Consumer<Throwable> onError) {
    this.onError = onError;
  }

  void add(Runnable call) {
    calls.add(call);
  }

  /** Makes all calls that were added before, or leaves them to the thread that is at it. */
  void deliver() {
    if (calls.isEmpty() || undelivered.getAndIncrement() > 0) {
      return;
    }
    int rounds = 1;
    do {
      deliverAll();
      rounds = undelivered.addAndGet(-rounds);
    } while (rounds > 0);
  }

  private void deliverAll() {
    for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
      make(call);
    }
  }

  private void make(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      onError.accept(e);
    }
  }
}
