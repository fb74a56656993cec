package dev.lockstep.cutover;

import dev.lockstep.cutover.StateStore.Stored;
import dev.lockstep.problem.LockstepException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state that is stored before anybody sees it. Where the control table cannot be reached, it is
 * tried again until it can, or the process is stopped. Thread-safe.
 *
 * @param <T> the state
 */
final class Journaled<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Journaled.class);

  private final StateStore<T> store;
  private final Pause pause;
  private volatile Stored<T> stored;

  Journaled(StateStore<T> store, Stored<T> stored, Pause pause) {
    this.store = store;
    this.stored = stored;
    this.pause = pause;
  }

  T state() {
    return stored.state();
  }

  /** Changes the state; returns the new one when it is stored. */
  synchronized T update(UnaryOperator<T> change) throws InterruptedException {
    T next = change.apply(stored.state());
    if (!next.equals(stored.state())) {
      stored = replace(next);
    }
    return next;
  }

  private Stored<T> replace(T next) throws InterruptedException {
    while (true) {
      try {
        return store.replace(stored.revision(), next);
      } catch (LockstepException e) {
        if (e.problem().code().equals("CUTOVER-LOST")) {
          throw e;
        }
        LOG.info("the step cannot be recorded, tries again: {}", e.problem());
        pause.await();
      }
    }
  }
}
