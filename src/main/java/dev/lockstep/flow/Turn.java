package dev.lockstep.flow;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose turn it is to hand writes to the applier: the stream's, one transaction or part at a time,
 * or in between somebody else's. So nobody decides by what the stream has brought and is overtaken
 * by it.
 */
public final class Turn {
  private final ReentrantLock lock = new ReentrantLock(true);

  /** What is done in a turn. */
  @FunctionalInterface
  public interface Work {
    /** Hands writes on. */
    void run() throws InterruptedException;
  }

  /** Waits for a turn and takes it. */
  public void take(Work work) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The same, if it comes soon enough.
   *
   * @return whether it did
   */
  public boolean take(Duration limit, Work work) throws InterruptedException {
    if (!lock.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    try {
      work.run();
    } finally {
      lock.unlock();
    }
    return true;
  }
}
