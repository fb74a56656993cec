package dev.lockstep.letters;

import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.InMemoryDocuments;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/** Dead letters over documents in memory. */
public final class Letters {
  /** What the letters' own thread throws is not seen by a test; so it is told here. */
  private static final DeadLetters.Surroundings ALONE =
      new DeadLetters.Surroundings() {
        @Override
        public boolean mayWrite() {
          return true;
        }

        @Override
        public void failed(Problem problem) {
          throw new LockstepException(problem);
        }
      };

  private static final UntilAnswered PATIENT =
      UntilAnswered.of(Duration.ZERO, Duration.ofMillis(1));

  private Letters() {}

  /** Of a pipeline that halts on bad rows. */
  public static DeadLetters halting() {
    return DeadLetters.open(
        store(new InMemoryDocuments()),
        new DeadLetters.Options(false, 1, key -> Optional.empty(), UntilAnswered.atOnce()),
        ALONE,
        InstantSource.system());
  }

  /** Of a pipeline that sets bad rows aside. */
  public static DeadLetters settingAside(Documents documents, int most) {
    return DeadLetters.open(
        store(documents),
        new DeadLetters.Options(true, most, key -> Optional.empty(), PATIENT),
        ALONE,
        InstantSource.system());
  }

  /**
   * Of a pipeline that sets bad rows aside in a world of its own.
   *
   * @param desk what they do, they do when this says so
   * @param replies so does what follows from it
   */
  public static DeadLetters simulated(
      LetterStore store,
      DeadLetters.Options options,
      DeadLetters.Surroundings around,
      ExecutorService desk,
      Executor replies) {
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    return DeadLetters.open(store, options, around, clock, new LetterThreads(desk, replies));
  }

  /** A letter about a row without a key. */
  public static DeadLetter ofRow(String itemType, long id) {
    RowKey row = new RowKey(new TableId("public", "orders"), id);
    Problem problem =
        Problem.error(
            Category.DATA, "KEY-NULL", "a key is NULL", row.toString(), "make it NOT NULL");
    return DeadLetter.of(
        new Subject.OfRow(itemType, row),
        itemType,
        null,
        new Version(0, id, 1),
        problem,
        Instant.EPOCH.plusSeconds(id),
        null);
  }

  /** Where their letters are. */
  public static LetterStore store(Documents documents) {
    return new LetterStore(documents, "shop", new ContentFiles(Path.of("not-needed")));
  }
}
