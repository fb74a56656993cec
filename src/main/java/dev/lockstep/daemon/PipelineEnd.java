package dev.lockstep.daemon;

import dev.lockstep.problem.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Why a pipeline ends: the first reason that anybody names. Thread-safe. */
final class PipelineEnd {
  private final CompletableFuture<Optional<Problem>> reason = new CompletableFuture<>();

  /** An operator wants it. */
  void requested() {
    reason.complete(Optional.empty());
  }

  /** It cannot go on. */
  void failed(Problem problem) {
    reason.complete(Optional.of(problem));
  }

  /** Calls when there is a reason; at once if there is one. */
  void whenNear(Runnable call) {
    var unused = reason.thenRun(call);
  }

  boolean isNear() {
    return reason.isDone();
  }

  /** Waits for the reason; empty if an operator wanted it. */
  Optional<Problem> await() throws InterruptedException {
    try {
      return reason.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the reason is never exceptional", e);
    }
  }

  /** The problem so far, if that is the reason. */
  Optional<Problem> problem() {
    return reason.getNow(Optional.empty());
  }
}
