package dev.lockstep.rowstore;

import java.nio.file.Path;
import java.util.Random;

/**
 * A process that applies a {@link RandomHistory} until it is killed, and says what it has synced.
 */
final class CrashingWriter {
  static final StoreIdentity IDENTITY = new StoreIdentity("crash", "1", "plan");

  /** Small buffers, so that kills also hit flushes and compactions. */
  static final RowStoreOptions OPTIONS = new RowStoreOptions(8 << 20, 1 << 20, 64, 2, 10);

  private static final int PADDING = 2_000;
  private static final int MOST_STEPS = 30_000;

  private CrashingWriter() {}

  static RandomHistory history(long seed) {
    return new RandomHistory(new Random(seed), PADDING);
  }

  /**
   * Arguments: the data directory, the seed of the history, and the step to begin with. Prints
   * {@code synced N} once step N and all before it are synced, and purges now and then up to there.
   */
  public static void main(String[] arguments) {
    RandomHistory history = history(Long.parseLong(arguments[1]));
    int first = Integer.parseInt(arguments[2]);
    Random random = new Random(first);
    try (RowStore store = RowStores.open(Path.of(arguments[0]), OPTIONS)) {
      store.initialise(IDENTITY, RandomHistory.KEPT);
      for (int step = 0; step < MOST_STEPS; step++) {
        RandomHistory.Step next = history.next();
        if (step >= first) {
          store.apply(next.version(), next.changes(), next.truncated());
          afterStep(store, random, step, next);
        }
      }
    }
  }

  private static void afterStep(
      RowStore store, Random random, int step, RandomHistory.Step applied) {
    if (random.nextInt(10) == 0) {
      store.sync();
      System.out.println("synced " + step);
    }
    if (random.nextInt(100) == 0) {
      store.sync();
      System.out.println("checkpoint " + step);
      store.purge(applied.version());
    }
  }
}
