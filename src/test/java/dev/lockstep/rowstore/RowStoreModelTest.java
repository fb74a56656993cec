package dev.lockstep.rowstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import dev.lockstep.mapping.AppliedChange;
import dev.lockstep.mapping.RowLookup.KeptRow;
import dev.lockstep.rowstore.RandomHistory.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The store against plain maps: random transactions with key shifts and truncations, replays from
 * any earlier one, returns to a checkpoint, purges and reopenings. After each, the store must have
 * the rows, the children and the counts that the maps have, and must have reported the states
 * before and after as the maps know them; a view that was taken some rounds ago must show the maps
 * of then.
 */
@Execution(ExecutionMode.CONCURRENT)
class RowStoreModelTest {
  private static final StoreIdentity IDENTITY = new StoreIdentity("model", "1", "plan");
  private static final long FIRST_SEED = 40_000;
  private static final int SEEDS_IN_MEMORY = 150;
  private static final int SEEDS_ON_DISK = 6;
  private static final int ROUNDS = 150;

  /** Few rows a purge, so that sweeps of truncated tables stay unfinished for a while. */
  private static final RowStoreOptions OPTIONS = new RowStoreOptions(16 << 20, 4 << 20, 64, 1, 3);

  @Test
  void aStoreInMemoryBehavesAsTheModel() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS_IN_MEMORY; seed++) {
      MemoryBytes bytes = new MemoryBytes();
      new Run(seed, new KeyedRowStore(bytes, OPTIONS), old -> new KeyedRowStore(bytes, OPTIONS))
          .run();
    }
  }

  @Test
  void aStoreOnDiskBehavesAsTheModel(@TempDir Path directory) {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS_ON_DISK; seed++) {
      Path data = directory.resolve("seed-" + seed);
      UnaryOperator<RowStore> reopening =
          old -> {
            old.close();
            return RowStores.open(data, OPTIONS);
          };
      new Run(seed, RowStores.open(data, OPTIONS), reopening).run();
    }
  }

  /** One seed. */
  private static final class Run {
    private final long seed;
    private final Random random;
    private final RandomHistory history;
    private final UnaryOperator<RowStore> reopening;
    private RowStore store;
    private @Nullable RowView view;
    private int viewed = -1;

    /** The newest step that the store has. */
    private int applied = -1;

    /** The newest step that was purged: what a checkpoint covers. */
    private int checkpoint = -1;

    Run(long seed, RowStore store, UnaryOperator<RowStore> reopening) {
      this.seed = seed;
      this.random = new Random(seed);
      this.history = new RandomHistory(new Random(seed));
      this.store = store;
      this.reopening = reopening;
    }

    void run() {
      store.initialise(IDENTITY, RandomHistory.KEPT);
      for (int round = 0; round < ROUNDS; round++) {
        act();
        if (random.nextInt(4) == 0) {
          compare();
        }
      }
      compare();
      compareView();
      closeView();
      store.close();
    }

    private void act() {
      int dice = random.nextInt(100);
      if (dice < 5) {
        view();
      } else if (dice < 70 || applied <= checkpoint) {
        applyNext();
      } else if (dice < 80) {
        replay();
      } else if (dice < 88) {
        resume();
      } else if (dice < 96) {
        purge();
      } else {
        reopen();
      }
    }

    /** Looks at the state of some rounds ago, and keeps the present one to be looked at later. */
    private void view() {
      compareView();
      closeView();
      view = store.view();
      viewed = applied;
    }

    private void compareView() {
      if (view != null) {
        String when = "seed " + seed + ", at step " + applied + " a view after step " + viewed;
        new Comparison(view, after(viewed), when).run();
      }
    }

    private void closeView() {
      if (view != null) {
        view.close();
        view = null;
      }
    }

    private Map<RowKey, Row> after(int step) {
      return step < 0 ? Map.of() : history.steps().get(step).after();
    }

    private void applyNext() {
      applied++;
      if (applied == history.steps().size()) {
        history.next();
      }
      Step step = history.steps().get(applied);
      expectReport(step, apply(step));
    }

    private List<AppliedChange> apply(Step step) {
      return store.apply(step.version(), step.changes(), step.truncated());
    }

    /** Over the newer store, from any transaction after the checkpoint. */
    private void replay() {
      int from = checkpoint + 1 + random.nextInt(applied - checkpoint);
      for (int i = from; i <= applied; i++) {
        Step step = history.steps().get(i);
        expectReport(step, apply(step));
      }
    }

    private void resume() {
      if (checkpoint >= 0) {
        int target = checkpoint + random.nextInt(applied - checkpoint);
        store.resumeFrom(history.steps().get(target).version());
        applied = target;
      }
    }

    private void purge() {
      checkpoint = checkpoint + 1 + random.nextInt(applied - checkpoint);
      store.sync();
      store.purge(history.steps().get(checkpoint).version());
    }

    private void reopen() {
      compareView();
      closeView();
      store = reopening.apply(store);
      assertThat(store.identity()).contains(IDENTITY);
      store.initialise(IDENTITY, RandomHistory.KEPT);
    }

    private void expectReport(Step step, List<AppliedChange> reported) {
      assertThat(reported).hasSameSizeAs(step.changes());
      for (int i = 0; i < reported.size(); i++) {
        RowChange change = step.changes().get(i);
        AppliedChange actual = reported.get(i);
        Row before = step.before().get(change.key());
        Row after = step.after().get(change.key());
        assertThat(actual)
            .as("seed %s, %s", seed, change)
            .isEqualTo(new AppliedChange(change.key(), before, after));
      }
    }

    private void compare() {
      Map<RowKey, Row> expected = after(applied);
      new Comparison(store, expected, "seed " + seed + " after step " + applied).run();
      if (applied >= 0) {
        expected.keySet().forEach(this::compareVersion);
        assertThat(store.position())
            .as("seed %s", seed)
            .contains(history.steps().get(applied).version());
      }
    }

    private void compareVersion(RowKey key) {
      KeptRow actual = store.get(key);
      assertThat(actual).isNotNull();
      assertThat(actual.version())
          .as("seed %s, %s", seed, key)
          .isEqualTo(history.steps().get(lastWriter(key)).version());
    }

    private int lastWriter(RowKey key) {
      for (int i = applied; i >= 0; i--) {
        if (history.steps().get(i).changes().stream().anyMatch(c -> c.key().equals(key))) {
          return i;
        }
      }
      throw new AssertionError("nothing wrote " + key);
    }
  }
}
