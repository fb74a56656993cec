package dev.lockstep.letters;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

/**
 * Who works for letters.
 *
 * @param desk does one thing after the other, in order; ends with the letters
 * @param replies tells the applier what was done: it goes on from there, so that no letter waits
 *     for the writes that follow one
 */
record LetterThreads(ExecutorService desk, Executor replies) {

  /** A thread of their own. */
  static LetterThreads own() {
    ExecutorService desk =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "lockstep-letters");
              made.setDaemon(true);
              return made;
            });
    return new LetterThreads(desk, ForkJoinPool.commonPool());
  }
}
