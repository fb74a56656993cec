package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Journal;
import dev.lockstep.config.Config;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.letters.LetterFilter;
import dev.lockstep.problem.LockstepException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of the pipeline of this process: of its run, or by the control table while it is
 * held.
 */
final class LiveLetters implements LetterBox {
  /** Longer than any call to the control table. */
  private static final long DROP_SECONDS = 60;

  private final Config config;
  private final Supplier<Optional<Run>> running;

  /**
   * @param running the run, as long as there is one
   */
  LiveLetters(Config config, Supplier<Optional<Run>> running) {
    this.config = config;
    this.running = running;
  }

  private Run run() {
    return running.get().orElseThrow(() -> new LockstepException(Replaying.notStreaming()));
  }

  private <T> T ask(Function<DeadLetters, T> live, Function<LetterBox, T> stored) {
    Optional<Run> run = running.get();
    if (run.isPresent()) {
      return live.apply(run.get().letters());
    }
    try (LetterBox box = StoredLetters.open(config)) {
      return stored.apply(box);
    }
  }

  @Override
  public Page list(LetterFilter filter, @Nullable String after, int most) {
    return ask(
        letters -> Page.of(letters.all(), filter, after, most),
        box -> box.list(filter, after, most));
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    return ask(letters -> letters.store().find(id), box -> box.find(id));
  }

  @Override
  public int open() {
    return ask(DeadLetters::count, LetterBox::open);
  }

  @Override
  public List<Replayed> replay(Collection<String> ids, String who, Duration limit)
      throws InterruptedException {
    Run run = run();
    List<Replayed> replayed = run.replaying().replay(open(run, ids), limit);
    long bad = replayed.stream().filter(one -> one.outcome() == Replayed.Outcome.BAD).count();
    journal(run)
        .add(
            who,
            "replay dead letters",
            Map.of("replayed", replayed.size() + ", of which " + bad + " are still bad"));
    return replayed;
  }

  private Journal journal(Run run) {
    return run.letters().store().journal(config.operating().journalEntries());
  }

  private static List<DeadLetter> open(Run run, Collection<String> ids) {
    return LetterFilter.ALL.of(run.letters().all()).stream()
        .filter(letter -> ids.contains(letter.id()))
        .limit(MOST)
        .toList();
  }

  @Override
  public List<DeadLetter> drop(Collection<String> ids, String who, String reason) {
    Run run = run();
    List<DeadLetter> dropped = open(run, ids);
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (DeadLetter letter : dropped) {
      StoredLetters.noteDrop(journal(run), letter, who, reason);
      done.add(run.letters().drop(letter));
    }
    CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
        .orTimeout(DROP_SECONDS, TimeUnit.SECONDS)
        .join();
    return dropped;
  }

  @Override
  public void close() {
    // The pipeline closes them.
  }
}
