package dev.lockstep.rowstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.rowstore.RandomHistory.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A process that applies transactions is killed again and again. Each time the store must hold the
 * state after some transaction, not before the last synced one, and be able to return to the
 * checkpoint.
 */
@Execution(ExecutionMode.CONCURRENT)
class RowStoreCrashTest {
  private static final long SEED = 1_122;
  private static final int KILLS = 10;
  private static final int MOST_LINES = 60;

  private final RandomHistory history = CrashingWriter.history(SEED);
  private final Random random = new Random(SEED);

  @Test
  void aKilledStoreHasWholeTransactionsAndAllThatWereSynced(@TempDir Path directory)
      throws Exception {
    Progress progress = new Progress(-1, -1);
    for (int kill = 0; kill < KILLS; kill++) {
      progress = runAndKill(directory, progress);
      progress = checkAndResume(directory, progress);
    }
    assertThat(progress.checkpoint()).isPositive();
  }

  /**
   * How far the store is known to be.
   *
   * @param synced the newest step that is certain to be there
   * @param checkpoint the newest step that was purged
   */
  private record Progress(int synced, int checkpoint) {

    Progress read(String line) {
      int step = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
      return new Progress(step, line.startsWith("checkpoint") ? step : checkpoint);
    }
  }

  private Progress runAndKill(Path directory, Progress before) throws Exception {
    Progress progress = before;
    Process writer = start(directory, before.synced() + 1);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 1 + random.nextInt(MOST_LINES); i > 0; i--) {
        progress = progress.read(required(lines.readLine()));
      }
      // Through its handle, because the process itself would close the stream too.
      writer.toHandle().destroyForcibly();
      writer.waitFor();
      for (String rest = lines.readLine(); isWhole(rest); rest = lines.readLine()) {
        progress = progress.read(required(rest));
      }
    }
    return progress;
  }

  private static String required(@Nullable String line) {
    assertThat(line).as("the writer stopped by itself").isNotNull();
    return line;
  }

  private static boolean isWhole(@Nullable String line) {
    return line != null && line.matches("(synced|checkpoint) \\d+");
  }

  private static Process start(Path directory, int first) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            CrashingWriter.class.getName(),
            directory.toString(),
            Long.toString(SEED),
            Integer.toString(first))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private Progress checkAndResume(Path directory, Progress progress) {
    try (RowStore store = RowStores.open(directory, CrashingWriter.OPTIONS)) {
      assertThat(store.identity()).contains(CrashingWriter.IDENTITY);
      store.initialise(CrashingWriter.IDENTITY, RandomHistory.KEPT);
      int found = stepOf(store);
      assertThat(found).as("seed %s", SEED).isGreaterThanOrEqualTo(progress.synced());
      compare(store, found);
      int target = progress.checkpoint() < 0 ? found : progress.checkpoint();
      store.resumeFrom(step(target).version());
      compare(store, target);
      return new Progress(target, progress.checkpoint());
    }
  }

  private int stepOf(RowStore store) {
    for (int i = 0; ; i++) {
      int step = i;
      if (store.position().filter(position -> step(step).version().equals(position)).isPresent()) {
        return i;
      }
      assertThat(store.position())
          .hasValueSatisfying(position -> assertThat(step(step).version()).isLessThan(position));
    }
  }

  private Step step(int index) {
    while (history.steps().size() <= index) {
      history.next();
    }
    return history.steps().get(index);
  }

  private void compare(RowStore store, int step) {
    new Comparison(store, step(step).after(), "seed " + SEED + " after step " + step).run();
  }
}
