package dev.lockstep.testing.faults;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Lets threads through, or holds them until it opens. */
final class Gate {
  private final Lock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private boolean shut;
  private long openings;

  void shut() {
    lock.lock();
    try {
      shut = true;
    } finally {
      lock.unlock();
    }
  }

  void open() {
    lock.lock();
    try {
      shut = false;
      openings++;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits while the gate is shut. */
  void await() throws InterruptedException {
    lock.lock();
    try {
      while (shut) {
        opened.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the gate is opened the next time, shut or not. */
  void awaitOpening() throws InterruptedException {
    lock.lock();
    try {
      long seen = openings;
      while (openings == seen) {
        opened.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
