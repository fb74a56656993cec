package dev.lockstep.checkpoint;

import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.checkpoint.LeaseCore.Step;
import dev.lockstep.problem.LockstepException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this process the only writer of a pipeline: acquires the lease, renews it on a thread of
 * its own, and says at any moment whether writing is allowed. What it decides is decided by {@link
 * LeaseCore}; this edge calls the control table and waits.
 *
 * <p>{@link #mayWrite} is the truth and has to be asked before each write; the listener's calls
 * come from the keeper's thread and may be late (after a freeze of the process, say).
 */
public final class LeaseKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final long JOIN_MILLIS = 5_000;

  private final ControlStore store;
  private final String pipeline;
  private final Owner self;
  private final Duration lease;
  private final LeaseListener listener;
  private final LongSupplier nanoTime;
  private final InstantSource wallClock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LeaseCore core;

  private @Nullable Thread renewer;
  private boolean writing;
  private boolean failing;
  private @Nullable Owner reported;

  /**
   * @param self who is to hold the lease; its id is new with each keeper
   * @param lease how long the lease stands unrenewed; see {@code lease.duration}
   * @param nanoTime a clock that nobody sets: {@code System::nanoTime}
   * @param wallClock for what people read
   */
  public LeaseKeeper(
      ControlStore store,
      String pipeline,
      Owner self,
      Duration lease,
      LeaseListener listener,
      LongSupplier nanoTime,
      InstantSource wallClock) {
    this.store = store;
    this.pipeline = pipeline;
    this.self = self;
    this.lease = lease;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.wallClock = wallClock;
    this.core = new LeaseCore(self, lease);
  }

  /**
   * Acquires the lease and goes on renewing it until {@link #release}, {@link #close} or loss. To
   * be called once. A lease that its owner released is had at once; one left behind by a crash
   * after the lease time.
   *
   * @throws LockstepException LEASE-HELD as {@code patience} says; or the control table cannot be
   *     used
   */
  public Lease acquire(Patience patience) throws InterruptedException {
    while (true) {
      Step step = next();
      if (step instanceof Step.Wait wait) {
        pause(wait.nanos());
      } else if (step instanceof Step.End) {
        throw new InterruptedException("the keeper was closed");
      } else {
        Optional<Lease> acquired = attempt(step, patience);
        if (acquired.isPresent()) {
          startRenewing();
          return acquired.get();
        }
      }
    }
  }

  private Optional<Lease> attempt(Step step, Patience patience) {
    try {
      return seek(step, patience);
    } catch (LockstepException e) {
      if (patience != Patience.STAND_BY || (reported == null && !isReach(e))) {
        throw e;
      }
      failed(e);
      return Optional.empty();
    }
  }

  /** What is refused from the beginning will be for ever. */
  private static boolean isReach(LockstepException e) {
    return e.problem().code().equals("TARGET-UNREACHABLE");
  }

  private Optional<Lease> seek(Step step, Patience patience) {
    if (step instanceof Step.Acquire acquire) {
      return tryAcquire(acquire.seen());
    }
    if (step instanceof Step.Renew renew) {
      renew(renew.generation());
      return mayWrite() ? adopted() : Optional.empty();
    }
    Optional<PipelineRecord> record = store.read(pipeline);
    answered(() -> core.read(record, nanoTime.getAsLong()));
    locked(this::awaited).ifPresent(holder -> refuseOrReport(holder, patience));
    return Optional.empty();
  }

  private Optional<Lease> adopted() {
    return store.read(pipeline).map(record -> new Lease(record, locked(core::holder)));
  }

  private Optional<Owner> awaited() {
    return core.generation().isPresent() ? Optional.empty() : core.holder();
  }

  private Optional<Lease> tryAcquire(Optional<PipelineRecord> seen) {
    Optional<Owner> before = locked(core::holder);
    Optional<PipelineRecord> got = store.acquire(pipeline, self, seen, wallClock.instant());
    answered(() -> core.acquired(got));
    return got.map(record -> new Lease(record, before));
  }

  private void refuseOrReport(Owner holder, Patience patience) {
    boolean refuse =
        patience == Patience.REFUSE
            || (patience == Patience.UNLESS_ALIVE && locked(core::holderIsAlive));
    if (refuse) {
      throw new LockstepException(LeaseProblems.held(pipeline, holder, lease));
    }
    if (!holder.equals(reported)) {
      reported = holder;
      log.info("Waiting for the lease of '{}', held by {}", pipeline, holder.description());
      listener.waiting(holder, lease);
    }
  }

  private void startRenewing() {
    writing = true;
    log.info("Holding the lease of '{}' as generation {}", pipeline, generation());
    Thread thread = new Thread(this::renewUntilEnd, "lockstep-lease");
    thread.setDaemon(true);
    renewer = thread;
    thread.start();
  }

  private void renewUntilEnd() {
    try {
      for (Step step = next(); !(step instanceof Step.End); step = next()) {
        reportChange();
        if (step instanceof Step.Renew renew) {
          renewOrNote(renew.generation());
        } else if (step instanceof Step.Wait wait) {
          pause(Math.min(wait.nanos(), nanosToEndOfRight()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reportEnd();
  }

  /** So that the end of the right to write is noticed when it comes. */
  private long nanosToEndOfRight() {
    long left = locked(() -> core.mayWriteUntil()).orElse(0L) - nanoTime.getAsLong();
    return left > 0 ? left + 1 : Long.MAX_VALUE;
  }

  private void renewOrNote(long generation) {
    try {
      renew(generation);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void renew(long generation) {
    boolean stands = store.renew(pipeline, generation, wallClock.instant());
    answered(() -> core.renewed(stands));
    if (failing) {
      failing = false;
      log.info("The lease of '{}' can be renewed again", pipeline);
    }
  }

  private void failed(RuntimeException e) {
    answered(() -> core.failed(nanoTime.getAsLong()));
    if (!failing) {
      failing = true;
      log.warn("The lease of '{}' could not be renewed: {}", pipeline, e.getMessage());
    }
  }

  private void reportChange() {
    boolean now = mayWrite();
    if (now == writing) {
      return;
    }
    writing = now;
    if (now) {
      log.info("Writing of '{}' goes on: the lease is renewed", pipeline);
      listener.resumed();
    } else {
      log.warn("Writing of '{}' stops: the lease could not be renewed in time", pipeline);
      listener.suspended();
    }
  }

  private void reportEnd() {
    if (locked(core::isLost)) {
      log.error("{}", LeaseProblems.lost(pipeline));
      listener.lost(LeaseProblems.lost(pipeline));
    }
  }

  /** Whether this process may write at this moment. To be asked before each write. Cheap. */
  public boolean mayWrite() {
    return locked(() -> core.mayWrite(nanoTime.getAsLong()));
  }

  /**
   * The generation that makes this owner's saves valid.
   *
   * @throws IllegalStateException if the lease was never acquired
   */
  public long generation() {
    return locked(core::generation).orElseThrow(() -> new IllegalStateException("no lease"));
  }

  /**
   * Ends the lease so that the next owner need not wait. To be called when no write is on its way
   * any more.
   *
   * @return whether the lease was this owner's to the end
   * @throws LockstepException if the control table cannot be reached; the lease then runs out
   */
  public boolean release() {
    close();
    Optional<Long> generation = locked(core::generation);
    return generation.isPresent() && store.release(pipeline, generation.get(), wallClock.instant());
  }

  /** Stops renewing without releasing: nobody may write until the lease has run out. */
  @Override
  public void close() {
    answered(
        () -> {
          core.end();
          changed.signalAll();
        });
    try {
      if (renewer != null && renewer != Thread.currentThread()) {
        renewer.join(JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Step next() {
    return locked(() -> core.next(nanoTime.getAsLong()));
  }

  private void answered(Runnable event) {
    locked(
        () -> {
          event.run();
          return true;
        });
  }

  /** Waits, unless the keeper is closed. */
  private void pause(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && core.next(nanoTime.getAsLong()) instanceof Step.Wait) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
