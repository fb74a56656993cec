package dev.lockstep.letters;

import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what has to be done for letters, one after the other and in order, on a thread of its own:
 * no key waits for the letter of another. Does nothing while the lease is not held, tries again
 * while the store is out of reach, and does nothing any more once something has failed.
 */
final class LetterDesk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LetterDesk.class);

  /** Letters under way from the mapper; more wait with it. */
  private static final int MOST = 1_000;

  private static final long POLL_MILLIS = 20;

  private final BooleanSupplier mayWrite;
  private final Consumer<Problem> failed;
  private final UntilAnswered patience;
  private final Semaphore room = new Semaphore(MOST);
  private final AtomicInteger underWay = new AtomicInteger();
  private final ExecutorService thread;
  private volatile boolean broken;

  /**
   * @param mayWrite whether the lease is held
   * @param failed told the first problem
   * @param patience with what is done, which may be done again after it broke off
   * @param thread does one thing after the other; ends with the desk
   */
  LetterDesk(
      BooleanSupplier mayWrite,
      Consumer<Problem> failed,
      UntilAnswered patience,
      ExecutorService thread) {
    this.mayWrite = mayWrite;
    this.failed = failed;
    this.patience = patience;
    this.thread = thread;
  }

  /** Does something after all that came before; waits while too much is under way. */
  void doInTurn(Runnable work) throws InterruptedException {
    room.acquire();
    enqueue(
        () -> {
          room.release();
          carryOut(work);
        });
  }

  /** The same, for callers that must not wait, and that bring little. */
  void submit(Runnable work) {
    enqueue(() -> carryOut(work));
  }

  private void enqueue(Runnable turn) {
    underWay.incrementAndGet();
    thread.execute(turn);
  }

  private void carryOut(Runnable work) {
    try {
      if (!broken) {
        patience.carryOut(() -> attempt(work));
      }
    } catch (LockstepException e) {
      fail(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken = true;
    } catch (RuntimeException | Error e) {
      log.error("A broken invariant keeps a dead letter from being stored", e);
      fail(unexpected(e));
    } finally {
      underWay.decrementAndGet();
    }
  }

  private void attempt(Runnable work) throws InterruptedException {
    awaitLease();
    work.run();
  }

  private void awaitLease() throws InterruptedException {
    while (!mayWrite.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private void fail(Problem problem) {
    broken = true;
    failed.accept(problem);
  }

  private static Problem unexpected(Throwable e) {
    return Problem.error(
        Category.INTERNAL,
        "INVARIANT",
        "an invariant of Lockstep is broken: " + e,
        null,
        "Start again: nothing is lost. Please report this with the log.");
  }

  /** Whether anything is still to be done. */
  boolean isBusy() {
    return !broken && underWay.get() > 0;
  }

  /** Takes no more; what is not done is done by the next run. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
