package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Desired;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline's thread waits at: for an order, for the end of a pause, for the end. Knows
 * orders, decides nothing else. Thread-safe.
 *
 * <p>A pause's end is a moment of the wall clock, since it outlives processes; how long it still is
 * is asked of that clock once, when the pause is first seen, and measured on one that nobody sets.
 */
final class Helm {
  private final PipelineEnd end;
  private final LongSupplier nanoTime;
  private final InstantSource wallClock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Seal seal = new Seal();
  private Desired desired = Desired.RUN;
  private boolean retired;
  private long overAt;

  Helm(PipelineEnd end, LongSupplier nanoTime, InstantSource wallClock) {
    this.end = end;
    this.nanoTime = nanoTime;
    this.wallClock = wallClock;
    end.whenNear(this::wake);
  }

  /** From now on this is wanted. */
  void obey(Desired wanted) {
    lock.lock();
    try {
      Desired.Pause pause = wanted.pause();
      if (pause != null && !pause.equals(desired.pause())) {
        overAt = nanoTime.getAsLong() + left(pause);
      }
      desired = wanted;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long left(Desired.Pause pause) {
    return pause.until() == null
        ? Long.MAX_VALUE / 2
        : Duration.between(wallClock.instant(), pause.until()).toNanos();
  }

  /** Something that is waited for may have happened. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What holds back all writes from the moment of a cutover on. */
  Seal seal() {
    return seal;
  }

  /** The target has taken over: what runs is to stop, for good. */
  void retire() {
    lock.lock();
    try {
      retired = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the pipeline is to end, or something is so. */
  void awaitThat(BooleanSupplier something) throws InterruptedException {
    lock.lock();
    try {
      while (!end.isNear() && !something.getAsBoolean()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  Desired desired() {
    lock.lock();
    try {
      return desired;
    } finally {
      lock.unlock();
    }
  }

  boolean isPaused() {
    return desired().isPaused();
  }

  /** How long the pause still is; empty if it has no end, or there is none. */
  Optional<Duration> pauseLeft() {
    lock.lock();
    try {
      Desired.Pause pause = desired.pause();
      return pause == null || pause.until() == null
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(Math.max(0, overAt - nanoTime.getAsLong())));
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the pipeline is to end, or to be paused at a moment when it can be. */
  void awaitStop(Pausable run) throws InterruptedException {
    lock.lock();
    try {
      while (!end.isNear() && !retired && !(desired.isPaused() && run.mayPause())) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the pipeline is to end or to run, or the pause's time is over.
   *
   * @return the pause, if its time is over
   */
  Desired.@Nullable Pause awaitResume() throws InterruptedException {
    lock.lock();
    try {
      while (!end.isNear() && desired.isPaused()) {
        long left = overAt - nanoTime.getAsLong();
        if (left <= 0) {
          return desired.pause();
        }
        changed.awaitNanos(left);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a while, or until the pipeline is to end. */
  void rest(Duration time) throws InterruptedException {
    long until = nanoTime.getAsLong() + time.toNanos();
    lock.lock();
    try {
      long left = time.toNanos();
      while (!end.isNear() && left > 0) {
        boolean signalled = changed.await(left, TimeUnit.NANOSECONDS);
        left = signalled ? until - nanoTime.getAsLong() : 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether a run is at a place where it can be paused. */
  interface Pausable {
    boolean mayPause();
  }
}
