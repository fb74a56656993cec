package dev.lockstep.daemon;

import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.letters.LetterFilter;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dead letters of the pipeline that runs in this process. */
final class LiveLetters implements LetterBox {
  private static final Logger log = LoggerFactory.getLogger(LiveLetters.class);

  /** Longer than any call to the control table. */
  private static final long DROP_SECONDS = 60;

  private final Supplier<Optional<Run>> running;

  /**
   * @param running the run, once there is one
   */
  LiveLetters(Supplier<Optional<Run>> running) {
    this.running = running;
  }

  private Run run() {
    return running.get().orElseThrow(() -> new LockstepException(starting()));
  }

  private static Problem starting() {
    return Problem.error(
        Category.CONFIGURATION,
        "PIPELINE-STARTING",
        "the pipeline is starting and does not know its dead letters yet",
        null,
        "Ask again in a moment; 'lockstep dead-letters list' reads the control table itself.");
  }

  private DeadLetters letters() {
    return run().letters();
  }

  @Override
  public Page list(LetterFilter filter, @Nullable String after, int most) {
    return Page.of(letters().all(), filter, after, most);
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    return letters().find(id);
  }

  @Override
  public List<Replayed> replay(Collection<String> ids, Duration limit) throws InterruptedException {
    return run().replaying().replay(open(ids), limit);
  }

  private List<DeadLetter> open(Collection<String> ids) {
    return LetterFilter.ALL.of(letters().all()).stream()
        .filter(letter -> ids.contains(letter.id()))
        .limit(MOST)
        .toList();
  }

  @Override
  public List<DeadLetter> drop(Collection<String> ids, String reason) {
    List<DeadLetter> dropped = open(ids);
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (DeadLetter letter : dropped) {
      log.warn("dead letter {} is dropped: {} ({})", letter.id(), reason, letter.problem());
      done.add(letters().drop(letter));
    }
    CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
        .orTimeout(DROP_SECONDS, TimeUnit.SECONDS)
        .join();
    return dropped;
  }

  @Override
  public int open() {
    return letters().count();
  }

  @Override
  public void close() {
    // The pipeline closes them.
  }
}
