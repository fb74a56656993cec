package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads;
import dev.lockstep.apply.ItemReads.Answer;
import dev.lockstep.apply.ItemReads.Batch;
import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.apply.ItemReads.Page;
import dev.lockstep.item.ItemKey;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the target within its budget and with a bounded number of requests under way; makes another
 * attempt, after a pause, where one failed for a while. Thread-safe.
 */
final class TargetReader {
  private static final int MOST_ATTEMPTS = 40;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final int MOST_DOUBLINGS = 6;

  private final ItemReads reads;
  private final Budget budget;
  private final Semaphore permits;
  private final int parallelism;
  private final DoubleAdder units = new DoubleAdder();

  TargetReader(ItemReads reads, Budget budget, int parallelism) {
    this.reads = reads;
    this.budget = budget;
    this.parallelism = parallelism;
    this.permits = new Semaphore(parallelism);
  }

  /** Read units consumed so far. */
  double units() {
    return units.sum();
  }

  /** Those of some items of one table that are there; waits for its turn, not for the answer. */
  CompletableFuture<Map<ItemKey, Found>> read(List<ItemKey> keys, boolean consistent)
      throws InterruptedException {
    budget.await();
    permits.acquire();
    Map<ItemKey, Found> found = new ConcurrentHashMap<>(2 * keys.size());
    return attempt(keys, consistent, found, 1).whenComplete((done, failure) -> permits.release());
  }

  private CompletableFuture<Map<ItemKey, Found>> attempt(
      List<ItemKey> keys, boolean consistent, Map<ItemKey, Found> found, int number) {
    return reads
        .read(keys, consistent)
        .thenCompose(
            answer -> {
              if (answer instanceof Answer.Given<Batch> given) {
                Batch batch = given.result();
                spend(batch.units());
                batch.found().forEach(each -> found.put(each.item().key(), each));
                return batch.unprocessed().isEmpty()
                    ? CompletableFuture.completedFuture(found)
                    : later(
                        number,
                        "no capacity",
                        n -> attempt(batch.unprocessed(), consistent, found, n));
              }
              return later(number, reason(answer), n -> attempt(keys, consistent, found, n));
            });
  }

  /** A page of keys; waits for its turn, not for the answer. */
  CompletableFuture<Page> keys(String table, int segment, int segments, @Nullable ItemKey after)
      throws InterruptedException {
    budget.await();
    permits.acquire();
    return page(() -> reads.keys(table, segment, segments, after), 1)
        .whenComplete((done, failure) -> permits.release());
  }

  private CompletableFuture<Page> page(Supplier<CompletableFuture<Answer<Page>>> call, int number) {
    return call.get()
        .thenCompose(
            answer -> {
              if (answer instanceof Answer.Given<Page> given) {
                spend(given.result().units());
                return CompletableFuture.completedFuture(given.result());
              }
              return later(number, reason(answer), n -> page(call, n));
            });
  }

  private void spend(double consumed) {
    units.add(consumed);
    budget.spend(consumed);
  }

  private static String reason(Answer<?> answer) {
    return answer instanceof Answer.TryAgain<?> again ? again.reason() : "";
  }

  private interface Attempt<T> {
    CompletableFuture<T> make(int number);
  }

  private static <T> CompletableFuture<T> later(int number, String reason, Attempt<T> attempt) {
    if (number >= MOST_ATTEMPTS) {
      return CompletableFuture.failedFuture(new LockstepException(unreadable(reason)));
    }
    long millis = FIRST_PAUSE_MILLIS << Math.min(number - 1, MOST_DOUBLINGS);
    Executor pause = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> number + 1, pause).thenCompose(attempt::make);
  }

  private static Problem unreadable(String reason) {
    return Problem.error(
        Category.TARGET,
        "VERIFY-TARGET-UNREADABLE",
        "the target could not be read, " + MOST_ATTEMPTS + " times in a row: " + reason,
        null,
        "Resume the verification when the target answers; give it read capacity, or set"
            + " verify.read-units-per-second below what it has.");
  }

  int parallelism() {
    return parallelism;
  }

  /** What a future gives, or the problem that it failed with. */
  static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (cause instanceof LockstepException problem) {
        throw problem;
      }
      throw new IllegalStateException(cause);
    }
  }
}
